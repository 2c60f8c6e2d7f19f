// The page of a session without a connection: what is typed and pressed waits with its own time and name and is sent when
// somebody answers again. Nothing that is pressed here throws the page away. Without this file every button is a form.
import { clock } from "./clock.js";
import { linksWait, pageLink, Saves } from "./save-state.js";
import { operation, skewSince } from "./sending.js";
import { climb } from "./session-ladder.js";
import { tell as tellProblem, Versioned } from "./versioned.js";

const SAME_WITHIN = 10_000; // a second press by mistake, while the first is on its way
const form = document.querySelector("[data-waits]");
const line = document.getElementById("save-state");
const list = document.querySelector("[data-pressed]");
const main = document.getElementById("content");
const bar = document.querySelector("[data-session-bar]");
const words = document.getElementById("note-words");
const off = skewSince(form.dataset.asOf);
const now = () => new Date(Date.now() + off);
const time = (at) => clock(at, form.dataset.zone);

let pressTrouble = "";
let isStale = false;
const pressed = new Set();
list.parentElement.open = matchMedia("(min-width: 701px)").matches; // on a phone it would cover what is to be done

const saves = new Saves(line, form, { unsaved: () => note?.waits ?? 0, trouble: () => note?.trouble || pressTrouble });
const note = words && asTyped(words.form);

/** What waits, in words, under the line that says so. */
function tell() {
  const said = [...pressed].map(({ at, shown }) => `${time(at)}: ${shown}`);
  if (note?.isPending && !note.trouble) said.push(list.dataset.noteSaid);
  list.replaceChildren(...said.map((each) => Object.assign(document.createElement("li"), { textContent: each })));
}

// The note

function asTyped(its) {
  const refused = its.querySelector("[data-choose], [aria-invalid]");
  return new Versioned(saves, refused ? null : words.defaultValue, {
    place: its,
    version: its.elements.version,
    operation: its.elements.operation,
    address: () => its.action,
    read: () => words.value,
    write: (text) => { words.value = text; },
    body: (text) => ({ note: text }),
    say: (problem) => {
      tellProblem(its.querySelector("[data-note-problem]"), words, problem);
      tell();
    },
    both: (theirs, mine) => [theirs, mine].filter(Boolean).join("\n"),
    focus: () => {
      words.focus();
      tell();
    },
    done: tell,
  });
}

const save = () => note?.save();

words?.addEventListener("input", () => {
  note.typed();
  tell();
});
words?.addEventListener("focusout", save);
save(); // what was typed before this file was there
tell();

// The buttons

function press(its, button) {
  const fields = [...new FormData(its)].filter(([name]) => name !== "csrfmiddlewaretoken");
  if (button?.name) fields.push([button.name, button.value]);
  const same = JSON.stringify([its.action, fields]);
  const at = now();
  if ([...pressed].some((each) => each.same === same && at - each.at < SAME_WITHIN)) return;
  const typed = [...its.elements].filter((field) => field.matches("textarea, input:not([type=hidden])")).map((field) => field.value);
  const said = button?.textContent.trim() ?? "";
  const one = { same, at, shown: [said, ...typed].filter(Boolean).join(": ") };
  pressTrouble = "";
  pressed.add(one);
  its.dataset.sent = "";
  saves.push({
    address: its.action,
    body: () => [...fields, ["at", at.toISOString()], ["operation", one.id ??= operation()]],
    done: () => over(one),
    refused: (status, answer, why) => {
      pressTrouble = `${said}. ${why}`;
      delete its.dataset.sent; // its words stay where they were typed
      over(one);
    },
  });
  climb(its, button, at, time);
  tell();
}

function over(one) {
  pressed.delete(one);
  tell();
  if (!pressed.size) refresh();
}

main.addEventListener("submit", async (event) => {
  const its = event.target;
  if ("leaves" in its.dataset) return leave(event);
  event.preventDefault();
  if ("note" in its.dataset) save();
  else press(its, event.submitter);
});
main.addEventListener("input", ({ target }) => { if (target.form) delete target.form.dataset.sent; });

/** A form that leads to another page goes when everything is stored. */
async function leave(event) {
  save();
  if (!saves.waiting && navigator.onLine) return;
  event.preventDefault();
  const { target, submitter } = event;
  if (saves.waiting && await saves.settled()) target.requestSubmit(submitter);
  else if (!saves.waiting) saves.say(form.dataset.stays);
}

document.addEventListener("click", (event) => {
  if (navigator.onLine || saves.waiting || note?.isUnsaved || !pageLink(event)) return;
  event.preventDefault();
  saves.say(form.dataset.stays);
});
addEventListener("online", () => { if (line.dataset.state === "said") saves.say(""); });
linksWait(saves, save);

// The page as the server has it now

const isTypedIn = (part) => [...part.querySelectorAll("textarea, input:not([type=hidden])")]
  .some((field) => field.form && !("sent" in field.form.dataset) && field.value !== field.defaultValue);
const partsOf = (page) => new Map([...page.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));

async function refresh() {
  isStale = true;
  const answer = await fetch(form.dataset.page, { redirect: "manual", headers: { "X-Background": "1" } }).catch(() => null);
  if (!answer?.ok || pressed.size) return; // what was pressed meanwhile asks again
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (pressed.size) return;
  isStale = false;
  const [old, fresh] = [partsOf(main), partsOf(page)];
  if ([...old.keys()].join() !== [...fresh.keys()].join()) return anew();
  for (const [name, part] of old) if (!isTypedIn(part)) replace(part, fresh.get(name));
  const its = page.querySelector("[data-session-bar]");
  const theirs = page.getElementById("note-words");
  if (theirs) note?.fresh(theirs.value, theirs.form.elements.version.value);
  if (bar && its) bar.replaceChildren(...document.importNode(its, true).childNodes);
  dispatchEvent(new Event("handrail:session"));
}

function replace(part, fresh) {
  const hadFocus = part.contains(document.activeElement);
  const here = document.importNode(fresh, true);
  part.replaceWith(here);
  if (!hadFocus) return;
  here.tabIndex = -1;
  here.focus({ preventScroll: true });
}

/** Another page by now: begun, missed or ended. It is loaded when nothing is left to store, and nothing typed would go with this one. */
async function anew() {
  save();
  if (note?.trouble || pressTrouble || saves.waiting && !(await saves.settled())) return;
  if ([...partsOf(main).values()].some(isTypedIn)) {
    isStale = true;
    saves.say(form.dataset.anew);
  } else location.assign(form.dataset.page);
}

addEventListener("handrail:unlocked", () => { if (isStale) refresh(); });
