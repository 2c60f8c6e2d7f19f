// The lines of a step: saved while typing, Enter adds, up, down and remove in place, and what the client sees beside them.
// Without this file every button is a submit that saves all lines.
import { keepCompany } from "./company.js";
import "./following.js";
import { Notes } from "./notes.js";
import * as preview from "./preview.js";
import { grow, named, rename, textOf } from "./rows.js";
import { formWaits, linksWait, Saves } from "./save-state.js";
import { operation } from "./sending.js";
import { tell, Versioned } from "./versioned.js";

const form = document.querySelector("[data-step]");
const list = form.querySelector("[data-lines]");
const blank = document.getElementById("new-line");
const line = document.getElementById("save-state");
const lineAddress = form.dataset.linesUrl;
document.documentElement.classList.add("scripted");

// Where the steps stand above the words, the list folds up so that the words come first.
const steps = document.querySelector("[data-steps]");
const narrow = matchMedia("(max-width: 1000px)");
const fold = () => { steps.open = !narrow.matches; };
narrow.addEventListener("change", fold);
fold();

const rows = () => [...list.querySelectorAll(".line")];
const kept = () => rows().filter((row) => row.dataset.item && !row.hidden);
const isPlain = (row) => !row.dataset.purpose;
// a line that is not for a shared screen has no words here, but keeps its place
const order = () => [...list.children].filter((row) => "absent" in row.dataset || (row.dataset.item && !row.hidden && isPlain(row)));
const textsOf = new WeakMap();
const typedIn = (row) => {
  if (!textsOf.has(row)) textsOf.set(row, asTyped(row));
  return textsOf.get(row);
};

const marks = new WeakMap();
const markOf = (row) => {
  if (!marks.has(row) && row.querySelector("[data-sign]")) marks.set(row, asMarked(row));
  return marks.get(row);
};
const texts = () => rows().filter((row) => !row.hidden).flatMap((row) => [typedIn(row), markOf(row) ?? []].flat());

const saves = new Saves(line, form, {
  unsaved: () => texts().reduce((sum, text) => sum + text.waits, notes.unsaved()),
  trouble: () => texts().map((text) => text.trouble).find(Boolean) || notes.trouble(),
});
const notes = new Notes(saves, lineAddress, rows);

// Saving

function asTyped(row) {
  const field = textOf(row);
  const open = "conflict" in row.dataset || field.hasAttribute("aria-invalid");
  const stored = open ? null : row.dataset.item ? field.defaultValue : ""; // what was typed before this file came is not stored
  return new Versioned(saves, stored, {
    place: row,
    version: row.querySelector("[data-version]"),
    operation: row.querySelector("[data-operation]"),
    address: () => (row.dataset.item ? `${lineAddress}${row.dataset.item}/` : form.dataset.add),
    read: () => field.value,
    write: (text) => setText(row, text),
    body: (text) => (row.dataset.item ? { text } : { text, purpose: row.dataset.purpose }),
    say: (words) => tell(row.querySelector("[data-problem-here]"), field, words),
    isEmpty: (text) => !row.dataset.item && !text.trim(),
    both: (theirs, mine) => {
      save(setText(lastBlank(), mine));
      return theirs;
    },
    focus: () => field.focus(),
    done: (answer) => { if (!row.dataset.item) becomeItem(row, answer.dataset.item); },
    refused: (answer, why) => answer?.hasAttribute("data-gone") && askWhetherToKeep(row, answer, why),
  });
}

/** What sort of sign the line is: sent when it is chosen. */
function asMarked(row) {
  const box = row.querySelector("[data-sign]");
  const field = box.querySelector("select");
  const served = [...field.options].find((option) => option.defaultSelected)?.value ?? "";
  return new Versioned(saves, box.querySelector("[data-choose]") ? null : served, {
    place: box,
    version: box.querySelector("[data-sign-version]"),
    operation: box.querySelector("[data-sign-operation]"),
    address: () => `${lineAddress}${row.dataset.item}/sign/`,
    read: () => field.value,
    write: (sign) => { field.value = sign; },
    body: (sign) => ({ sign }),
    say: (words) => tell(box.querySelector("[data-sign-problem]"), field, words),
    isEmpty: () => !row.dataset.item,
    theirs: (question) => question.querySelector("[data-theirs]").dataset.value,
    focus: () => field.focus(),
  });
}

const save = (row) => typedIn(row).save();

function saveAll() {
  texts().forEach((text) => text.save());
  notes.saveAll();
}

const inTrouble = (row, words) => typedIn(row).say(words);

/** Somebody removed the line that is being typed in: it comes back with these words, or goes. */
function askWhetherToKeep(row, question, why) {
  typedIn(row).ask(question, why, (keep) => {
    if (keep === "theirs") return gone(row);
    saves.push({ address: `${lineAddress}${row.dataset.item}/restore/`, body: () => ({}), done: () => save(row), refused: (status, answer, said) => inTrouble(row, said) });
    textOf(row).focus();
  });
  return true;
}

function gone(row) {
  const next = neighbour(row);
  typedIn(row).stored = textOf(row).value;
  row.hidden = true;
  preview.hide(row, true);
  count();
  saves.refresh();
  textOf(next).focus();
}

// Lines

function setText(row, words) {
  textOf(row).value = words;
  grow(textOf(row));
  preview.show(row);
  return row;
}

const isNew = (row) => !row.dataset.item && isPlain(row);

function lastBlank() {
  const last = rows().findLast(isNew);
  return last && !textOf(last).value.trim() ? last : addBlank();
}

function addBlank() {
  const row = document.importNode(blank.content, true).querySelector(".line");
  rename(row, `new-${operation()}`);
  row.querySelector("[data-operation]").value = operation();
  const last = rows().findLast(isPlain);
  if (last) last.after(row);
  else list.prepend(row);
  return row;
}

function becomeItem(row, id) {
  preview.renamed(rename(row, id), id);
  row.dataset.item = id;
  row.id = `line-${id}`;
  row.classList.remove("line-new");
  for (const part of row.querySelectorAll("[data-remove], [data-note]")) part.hidden = false;
  for (const button of row.querySelectorAll("[data-move]")) button.hidden = !isPlain(row);
  markOf(row)?.save();
  if (isPlain(row)) lastBlank();
  count();
}

function count() {
  kept().filter(isPlain).forEach((row, index) => {
    const label = row.querySelector("label");
    if (!row.querySelector(".entry")) label.textContent = `${label.dataset.label} ${index + 1}`;
    for (const button of row.querySelectorAll("[data-says]")) button.setAttribute("aria-label", button.dataset.says.replace("%n", index + 1));
  });
  const total = document.querySelector("[data-count]");
  const number = kept().length;
  if (total && number) total.textContent = number === 1 ? total.dataset.one : total.dataset.many.replace("%n", number);
  else if (total) total.textContent = total.dataset.none;
  notes.count();
}

// Up, down, remove, put back

function move(row, by, button) {
  const shown = kept().filter(isPlain);
  const next = shown[shown.indexOf(row) + by];
  if (!next) return;
  save(row);
  saves.push({
    address: `${lineAddress}${row.dataset.item}/move/`,
    body: () => ({ to: order().indexOf(next) + 1 }),
    done: () => {
      if (by < 0) next.before(row); else next.after(row);
      preview.inOrder(rows());
      count();
      button.focus();
      const now = kept().filter(isPlain);
      saves.say(line.dataset.moved.replace("%w", named(row)).replace("%n", now.indexOf(row) + 1).replace("%t", now.length));
    },
    refused: (status, answer, why) => inTrouble(row, why),
  });
}

function neighbour(row) {
  const shown = kept();
  const here = shown.indexOf(row);
  return shown[here + 1] ?? shown[here - 1] ?? lastBlank();
}

function remove(row) {
  const next = neighbour(row);
  save(row);
  saves.push({
    address: `${lineAddress}${row.dataset.item}/remove/`,
    body: () => ({}),
    done: () => {
      row.hidden = true;
      preview.hide(row, true);
      row.before(undo(row));
      count();
      textOf(next).focus();
    },
    refused: (status, answer, why) => inTrouble(row, why),
  });
}

function undo(row) {
  const box = document.createElement("li");
  box.className = "removed";
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn quiet", textContent: form.dataset.putBack });
  button.addEventListener("click", () => saves.push({
    address: `${lineAddress}${row.dataset.item}/restore/`,
    body: () => ({}),
    done: () => {
      box.remove();
      row.hidden = false;
      preview.hide(row, false);
      count();
      textOf(row).focus();
    },
    refused: (status, answer, why) => saves.say(why),
  }));
  box.append(`${line.dataset.removed} “`, Object.assign(document.createElement("bdi"), { textContent: named(row) }), "”. ", button);
  return box;
}

// What people do

list.addEventListener("input", (event) => {
  const row = event.target.closest(".line");
  if (event.target.matches("[data-asked]")) return notes.changed(event.target);
  if (event.target.closest("[data-sign]")) return markOf(row).chosen();
  if (!event.target.matches("[data-text]")) return;
  grow(event.target);
  preview.show(row);
  notes.count();
  typedIn(row).typed();
});
list.addEventListener("focusout", (event) => {
  if (event.target.matches("[data-text]")) save(event.target.closest(".line"));
  if (event.target.matches("textarea[data-asked]")) notes.save(event.target.closest("[data-note]"));
});

list.addEventListener("keydown", (event) => {
  const row = event.target.closest(".line");
  if (event.isComposing || !event.target.matches("[data-text]") || event.ctrlKey || event.metaKey) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    save(row);
    textOf(lastBlank()).focus();
  } else if (event.key === "Backspace" && row.classList.contains("line-new") && !textOf(row).value) {
    const before = rows().slice(0, rows().indexOf(row)).findLast((other) => !other.hidden);
    if (!before) return;
    event.preventDefault();
    textOf(before).focus();
  }
});

// from anywhere on the page: after a person was picked the focus is in no line
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing || !form.isConnected) return;
  event.preventDefault();
  form.querySelector(".step-go .btn").click();
});

list.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move], [data-remove]");
  if (!button) return;
  event.preventDefault();
  const row = button.closest(".line");
  if ("remove" in button.dataset) remove(row);
  else move(row, Number(button.dataset.move), button);
});

// an idea goes into the empty field to be changed: it is saved by Enter or on leaving the field, like what is typed
form.querySelector("[data-ideas]")?.addEventListener("click", (event) => {
  const idea = event.target.closest("[data-idea]");
  if (!idea) return;
  event.preventDefault();
  const row = setText(lastBlank(), idea.textContent);
  saves.touched();
  textOf(row).focus();
  textOf(row).select();
});

// what is stored already need not go with the buttons of the whole step
form.addEventListener("formdata", ({ formData }) => {
  for (const row of rows().filter((each) => each.dataset.item && !typedIn(each).isUnsaved)) {
    for (const field of row.querySelectorAll("[name]:not([name=do])")) formData.delete(field.name);
  }
});
formWaits(form, saves, saveAll, () => textOf(rows().find((row) => typedIn(row).trouble) ?? rows()[0]).focus());
linksWait(saves, saveAll);
form.querySelector("[data-find]")?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  form.querySelector("[data-find-button]").click();
});
for (const row of rows()) {
  markOf(row)?.save();
  grow(textOf(row));
  if ("conflict" in row.dataset || textOf(row).value !== textOf(row).defaultValue) save(row); // of a conflict the page asks by itself
}
notes.saveAll();
count();
const company = document.querySelector("[data-company]");
if (company) keepCompany(company, form);
