// The ladder of tries in the page itself: it goes on when nobody answers, since the connection that drops is often the
// therapist's own. What it shows then is put right by the page of the server as soon as that is there.
const MINUTE = 60_000;
const WORRY = ["signal", "means_changed"];

let worry = false;
addEventListener("handrail:crisis", () => { worry = true; });

const shown = (thing, isShown) => { if (thing) thing.hidden = !isShown; };

function comesNow(rung) {
  rung.classList.add("is-now");
  rung.setAttribute("aria-current", "step");
  shown(rung.querySelector("form"), true);
}

function isOver(rung) {
  rung.classList.remove("is-now");
  rung.removeAttribute("aria-current");
  shown(rung.querySelector("form"), false);
}

function usedUp(ladder) {
  shown(ladder.querySelector("[data-people]"), true);
  shown(ladder.querySelector("[data-used-up]"), true);
}

function dropped(section, at, time) {
  for (const other of section.querySelectorAll("[data-ladder]:not([data-ready])")) other.remove();
  const all = [...section.querySelectorAll("[data-ladder][data-ready]")];
  const ready = all.find((each) => worry && each.dataset.ready === "worry") ?? all[0];
  const ladder = ready.cloneNode(true);
  delete ladder.dataset.ready;
  ladder.hidden = false;
  ladder.querySelector("[data-since]").dataset.since = at.toISOString();
  for (const rung of ladder.querySelectorAll("[data-rung]")) {
    rung.querySelector(".rung-when").textContent = time(new Date(at.getTime() + Number(rung.dataset.rung) * MINUTE));
  }
  shown(section.querySelector("[data-drop]"), false);
  shown(section.querySelector("[data-over]"), false);
  ready.before(ladder);
  ladder.querySelector("[data-rung] button")?.focus();
}

function tried(form, at, time) {
  const rung = form.closest("[data-rung]");
  const tag = document.createElement("span");
  tag.className = "tag";
  tag.textContent = `${rung.parentElement.dataset.tried} ${time(at)}`;
  rung.querySelector("[data-rung-said]").append(" ", tag);
  rung.classList.add("is-tried");
  isOver(rung);
  const next = rung.nextElementSibling;
  if (!next) return usedUp(rung.closest("[data-ladder]"));
  comesNow(next);
  next.querySelector("button")?.focus();
}

function lost(form, button) {
  const ladder = form.closest("[data-ladder]");
  for (const rung of ladder.querySelectorAll("[data-rung]")) isOver(rung);
  button.hidden = true;
  usedUp(ladder);
}

function back(section, form, button, at, time) {
  form.closest("[data-ladder]").remove();
  const over = section.querySelector("[data-over]");
  if (over) over.textContent = `${button.textContent.trim()}, ${time(at)}.`;
  shown(over, true);
  shown(section.querySelector("[data-drop]"), true);
}

/** Shows at once what a press on the ladder leads to. */
export function climb(form, button, at, time) {
  const section = form.closest("[data-part]");
  const what = button?.name === "what" ? button.value : "";
  worry ||= WORRY.includes(what);
  if (what === "dropped") dropped(section, at, time);
  else if (what === "tried") tried(form, at, time);
  else if (what === "lost") lost(form, button);
  else if (["back", "phone", "reached"].includes(what)) back(section, form, button, at, time);
  dispatchEvent(new Event("handrail:session"));
}
