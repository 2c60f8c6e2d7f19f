// The lock screen. When nobody has touched any tab for the clinic's minutes, the page is taken out of the document and kept
// in memory, with its words, caret and scroll; password or code puts the same nodes back. The server decides: it locks by
// itself, and a page comes back only when the server says that the same person may read it.
import { hide } from "./page-kept.js";

const WARNS_BEFORE = 120_000;
const SAYS_AT = [[WARNS_BEFORE, "minutes"], [60_000, "minute"], [20_000, "seconds"]];
const TELLS_EVERY = 60_000;
const IN_SIGHT_EVERY = 20_000;
const LONGEST_WAIT = 30_000; // a sleeping computer wakes late: the clock is looked at, not the number of ticks
const page = document.body.dataset;
const parts = document.getElementById("lock-parts");
const words = parts.dataset;
const limit = Number(page.lockAfter) * 1000;
const channel = new BroadcastChannel("handrail-lock");
const part = (selector) => document.importNode(parts.content.querySelector(selector), true);

let until = Date.now() + Number(page.lockLeft) * 1000;
let told = Math.min(Date.now(), until - limit);
let telling = 0;
let ticking = 0;
let kept = null;
let said = 0;
const warning = part("dialog");
document.body.append(warning);

// Who is there

const post = (address, fields = {}) => fetch(address, {
  method: "POST",
  redirect: "manual",
  headers: { "X-CSRFToken": token(), "HX-Request": "true" },
  body: new URLSearchParams(fields),
});
const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

function active() {
  if (kept) return;
  if (Date.now() >= until) return lock();
  until = Math.max(until, Date.now() + limit); // a therapy session keeps it open for longer
  channel.postMessage({ kind: "active", until });
  stay();
  tell();
}

/** To the server at most once a minute; what was done in between is told at the end of the minute. */
function tell() {
  clearTimeout(telling);
  const wait = told + TELLS_EVERY - Date.now();
  if (wait > 0) {
    telling = setTimeout(tell, wait);
    return;
  }
  told = Date.now();
  post(page.lockHere).then((answer) => { if (answer.status === 423 && !inACrisis()) lock("server"); }).catch(() => {});
}

/** A crisis view stays in sight also when the server, unheard for long, has locked the session: what is written waits. */
const inACrisis = () => "staysOpen" in page || "crisisOpen" in page;

function stay() {
  if (warning.open) warning.close();
  tick();
}

const isReal = (event) => event.isTrusted && !warning.open && (event.type !== "pointermove" || event.movementX || event.movementY);
for (const type of ["keydown", "input", "pointerdown", "pointermove", "wheel", "touchstart"]) {
  let last = 0;
  addEventListener(type, (event) => {
    if (!isReal(event) || Date.now() - last < 1000 && Date.now() < until) return;
    last = Date.now();
    active();
  }, { capture: true, passive: true });
}
warning.addEventListener("click", (event) => {
  if (event.target.closest("button[data-lock]")) lock(); // the page itself says where it locks
  else if (event.target.closest("[data-stay]") || event.target === warning) active();
});
warning.addEventListener("cancel", (event) => { event.preventDefault(); active(); });

// The clock

function tick() {
  clearTimeout(ticking);
  if (kept) return;
  const left = until - Date.now();
  if (left <= 0) return lock();
  if (left <= WARNS_BEFORE) warn(left);
  else if (warning.open) warning.close();
  ticking = setTimeout(tick, Math.min(LONGEST_WAIT, nextStop(left)));
}

const nextStop = (left) => left - (SAYS_AT.map(([stop]) => stop).find((stop) => stop < left) ?? 0);

function warn(left) {
  const [at, name] = SAYS_AT.findLast(([stop]) => left <= stop);
  if (!warning.open || at !== said) warning.querySelector("[data-left]").textContent = words[name];
  said = at;
  if (!warning.open) warning.showModal();
}

// Locked

/** Who locked it: this tab tells the server and the other tabs, "server" the tabs, "tab" nobody. */
function lock(by = "here") {
  if (kept) return;
  if (warning.open) warning.close();
  warning.remove();
  if (by !== "tab") channel.postMessage({ kind: "locked" });
  dispatchEvent(new Event("handrail:locking"));
  kept = { screen: part(".lock-screen"), put: () => {} };
  for (const field of kept.screen.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token();
  kept.put = hide(kept.screen, words.locked);
  reveal(kept.screen);
  kept.screen.addEventListener("submit", submitted);
  kept.screen.addEventListener("click", leave);
  kept.screen.querySelector("[type=password]").focus();
  if (by === "here") tellLocked();
}

function tellLocked() {
  post(page.lock).catch(() => addEventListener("online", () => { if (kept) tellLocked(); }, { once: true }));
}

async function submitted(event) {
  if (event.target.matches("[data-leave]")) return;
  event.preventDefault();
  const form = event.target;
  const problem = kept.screen.querySelector("[data-problem]");
  const field = form.querySelector("[name=secret]");
  field.type = "password";
  problem.textContent = "";
  try {
    const answer = await post(page.unlock, { secret: field.value, then: "" });
    if (answer.type === "opaqueredirect") return signedOut();
    if (answer.ok) return comeBack(true);
    const said = new DOMParser().parseFromString(await answer.text(), "text/html");
    problem.textContent = said.querySelector("[data-why]")?.textContent ?? words.offline;
  } catch {
    problem.textContent = words.offline;
  }
  field.select();
  field.focus();
}

/** Ask the server, and put the page back when this person may read it. */
async function comeBack(first = false) {
  if (!kept) return;
  const answer = await fetch(page.lockState, { redirect: "manual", headers: { "X-Background": "1" } }).catch(() => null);
  if (!answer || !kept) return;
  if (answer.type === "opaqueredirect") return signedOut();
  const state = await answer.json().catch(() => null);
  if (!state || state.locked || !kept) return;
  if (state.who !== page.lockWho) return location.reload();
  const { put } = kept;
  kept = null;
  put();
  document.body.append(warning);
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = state.token;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": state.token }));
  until = Date.now() + state.left * 1000;
  told = Math.min(Date.now(), until - limit);
  if (first) channel.postMessage({ kind: "open" });
  tick();
  dispatchEvent(new Event("handrail:unlocked"));
}

function signedOut() {
  kept.screen.querySelector("[data-form]").hidden = true;
  kept.screen.querySelector("[data-signed-out]").hidden = false;
}

function leave(event) {
  const form = kept.screen.querySelector("[data-leave]");
  const [ask, sure] = ["[data-ask]", "[data-sure]"].map((name) => form.querySelector(name));
  const asks = Boolean(event.target.closest("[data-ask]"));
  if (!asks && !event.target.closest("[data-back]")) return;
  ask.hidden = asks;
  sure.hidden = !asks;
  (asks ? sure.querySelector("[data-back]") : ask).focus();
}

function reveal(screen) {
  const button = screen.querySelector("[data-reveal]");
  const field = screen.querySelector("[name=secret]");
  button.addEventListener("click", () => {
    field.type = field.type === "password" ? "text" : "password";
    button.setAttribute("aria-pressed", String(field.type === "text"));
  });
}

// The other tabs, and the ways back to a page

channel.addEventListener("message", ({ data }) => {
  if (data.kind === "locked") return lock("tab");
  if (data.kind === "open") return comeBack();
  if (kept || !(data.until > until)) return;
  until = data.until;
  stay();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  if (kept) comeBack();
  else tick();
});
addEventListener("handrail:locked", () => lock("server")); // a save was answered "locked"
document.addEventListener("htmx:responseError", (event) => { if (event.detail.xhr.status === 423) lock("server"); });
// the browser may keep a page that is left, and show it again at Back
addEventListener("pagehide", (event) => { if (event.persisted) lock("tab"); });
addEventListener("pageshow", (event) => { if (event.persisted) comeBack(); });
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-lock-now]")) return;
  event.preventDefault();
  lock();
});

function inSight() {
  if (inACrisis() && document.visibilityState === "visible") active();
}
setInterval(inSight, IN_SIGHT_EVERY);
document.addEventListener("visibilitychange", inSight);
addEventListener("handrail:crisis", inSight);
channel.postMessage({ kind: "open" });
channel.postMessage({ kind: "active", until });
tick();
