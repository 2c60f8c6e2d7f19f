// On a phone that others use: a page that nobody has touched for ten minutes is covered, and so is one the browser keeps when it
// is left. Help numbers and the bar stay. "Tap to show" asks the server, which may ask for the code. Loaded only there.
const AFTER = 10 * 60_000;
const LOOKS_EVERY = 10_000;
const main = document.querySelector("main");
const { content } = document.querySelector("template[data-cover]");
const address = location.pathname + location.search; // without #lines, or it would only scroll
let touched = Date.now();
let kept = null;

/** Against what the page came with, so that words typed before this script was there count too. */
function differs(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  return field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue;
}

function cover() {
  if (kept) return;
  const typed = [...main.querySelectorAll("input, textarea")].some(differs);
  kept = { nodes: typed ? [...main.childNodes] : null, lines: main.querySelector("#lines") };
  const page = content.cloneNode(true);
  page.querySelector("[data-typed]").hidden = !typed;
  page.querySelector("[data-show]").addEventListener("click", show);
  if (kept.lines) page.append(kept.lines.cloneNode(true));
  main.replaceChildren(page);
}

async function show() {
  if (kept.nodes && await isStillOpen()) {
    main.replaceChildren(...kept.nodes);
    kept = null;
    touched = Date.now();
  } else {
    location.replace(address);
  }
}

async function isStillOpen() {
  try {
    return (await fetch(address, { redirect: "manual", cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

function look() {
  if (Date.now() - touched >= AFTER) cover();
}

for (const kind of ["pointerdown", "keydown", "scroll", "input"]) {
  addEventListener(kind, () => {
    look(); // a phone that slept has not looked yet
    touched = Date.now();
  }, { capture: true, passive: true });
}
setInterval(look, LOOKS_EVERY);
document.addEventListener("visibilitychange", look);
addEventListener("pagehide", (event) => { if (event.persisted) cover(); });
addEventListener("pageshow", (event) => { if (event.persisted && kept && main.isConnected) show(); /* not after Leave page */ });
