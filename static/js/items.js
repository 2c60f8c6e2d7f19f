// The lines of a step: saved while typing, Enter adds, up, down and remove in place, and what the client sees beside them.
// Without this file every button is a submit that saves all lines.
import { operation, Saves } from "./save-state.js";

const SAVES_AFTER = 800;
const form = document.querySelector("[data-step]");
const list = form.querySelector("[data-lines]");
const blank = document.getElementById("new-line");
const preview = document.querySelector("[data-preview]");
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
const textOf = (row) => row.querySelector("[data-text]");
const stateOf = new WeakMap();
const state = (row) => {
  if (!stateOf.has(row)) stateOf.set(row, { stored: row.hasAttribute("data-conflict") || row.querySelector("[aria-invalid]") ? null : textOf(row).value, timer: 0, queued: false, trouble: "" });
  return stateOf.get(row);
};
const isUnsaved = (row) => state(row).stored !== textOf(row).value && !(row.classList.contains("line-new") && !textOf(row).value.trim());

const saves = new Saves(line, form, {
  unsaved: () => rows().filter((row) => !state(row).queued && isUnsaved(row)).length,
  trouble: () => rows().map((row) => state(row).trouble).find(Boolean) ?? "",
});

// Saving

function save(row) {
  const known = state(row);
  clearTimeout(known.timer);
  if (known.queued || known.asked || !isUnsaved(row)) return;
  known.queued = true;
  let sent;
  const adds = !row.dataset.item;
  saves.push({
    get address() { return row.dataset.item ? `${lineAddress}${row.dataset.item}/` : form.dataset.add; },
    body: () => {
      sent = textOf(row).value;
      const purpose = adds ? { purpose: row.dataset.purpose } : {};
      return { text: sent, version: row.querySelector("[data-version]").value, operation: row.querySelector("[data-operation]").value, ...purpose };
    },
    done: (answer) => {
      known.queued = false;
      known.stored = sent;
      tell(row, "");
      row.querySelector("[data-version]").value = answer.dataset.version;
      row.querySelector("[data-operation]").value = operation();
      if (adds) becomeItem(row, answer.dataset.item);
      if (isUnsaved(row)) save(row);
    },
    refused: (status, answer, why) => {
      known.queued = false;
      if (answer?.hasAttribute("data-changed")) return askWhichToKeep(row, answer, why);
      tell(row, why);
    },
  });
}

function later(row) {
  const known = state(row);
  clearTimeout(known.timer);
  known.timer = setTimeout(() => save(row), SAVES_AFTER);
}

const saveAll = () => rows().forEach(save);

function tell(row, words) {
  const here = row.querySelector("[data-problem-here]");
  state(row).trouble = words;
  here.hidden = !words;
  here.textContent = words;
  textOf(row).toggleAttribute("aria-invalid", Boolean(words));
}

function askWhichToKeep(row, question, why) {
  const theirs = question.querySelector("[data-theirs]").textContent;
  const version = question.dataset.version;
  Object.assign(state(row), { trouble: why, asked: true });
  row.querySelector("[data-changed]")?.remove();
  const box = document.importNode(question, true);
  row.append(box);
  const settle = (keep) => {
    const mine = textOf(row).value;
    box.remove();
    Object.assign(state(row), { trouble: "", asked: false, stored: theirs });
    row.querySelector("[data-version]").value = version;
    row.querySelector("[data-operation]").value = operation();
    if (keep !== "mine") setText(row, theirs);
    if (keep === "both") save(fill(lastBlank(), mine));
    save(row);
    if (!saves.waiting) saves.say(line.dataset.saved);
    textOf(row).focus();
  };
  box.addEventListener("click", (event) => {
    const keep = event.target.closest("[data-keep]")?.dataset.keep;
    if (keep) settle(keep);
  });
}

// Lines

function setText(row, words) {
  textOf(row).value = words;
  grow(textOf(row));
  show(row);
}

function fill(row, words) {
  setText(row, words);
  return row;
}

function grow(text) {
  if (CSS.supports("field-sizing", "content")) return;
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 4}px`;
}

function lastBlank() {
  const last = rows().findLast((row) => !row.dataset.item && !row.dataset.purpose);
  return last && !textOf(last).value.trim() ? last : addBlank();
}

function addBlank() {
  const row = document.importNode(blank.content, true).querySelector(".line");
  const prefix = `new-${operation()}`;
  rename(row, prefix);
  row.querySelector("[data-operation]").value = operation();
  list.append(row);
  return row;
}

function rename(row, prefix) {
  const before = row.dataset.prefix;
  row.dataset.prefix = prefix;
  row.querySelector("label").htmlFor = textOf(row).id = `text-${prefix}`;
  row.querySelector("[data-problem-here]").id = `problem-${prefix}`;
  for (const field of row.querySelectorAll("[name]")) {
    if (field.name === "do") field.value = field.value.replace(before, prefix);
    else field.name = field.name.replace(before, prefix);
  }
  preview.querySelector(`[data-for="${before}"]`)?.setAttribute("data-for", prefix);
}

function becomeItem(row, id) {
  rename(row, id);
  row.dataset.item = id;
  row.id = `line-${id}`;
  row.classList.remove("line-new");
  for (const button of row.querySelectorAll("[data-move], [data-remove]")) button.hidden = Boolean(row.dataset.purpose) && "move" in button.dataset;
  if (!row.dataset.purpose) lastBlank();
  count();
}

function count() {
  kept().filter((row) => !row.dataset.purpose).forEach((row, index) => {
    const label = row.querySelector("label");
    if (!row.querySelector(".entry")) label.textContent = `${label.dataset.label} ${index + 1}`;
    for (const button of row.querySelectorAll("[data-says]")) button.setAttribute("aria-label", button.dataset.says.replace("%n", index + 1));
  });
  const total = document.querySelector("[data-count]");
  const number = kept().length;
  if (total && number) total.textContent = number === 1 ? total.dataset.one : total.dataset.many.replace("%n", number);
  else if (total) total.textContent = total.dataset.none;
  showEmpty();
}

const showEmpty = () => { document.querySelector("[data-preview-empty]").hidden = Boolean(preview.querySelector("li:not([hidden])")); };

// What the client sees

function show(row) {
  let seen = preview.querySelector(`[data-for="${row.dataset.prefix}"]`);
  if (!seen) {
    seen = document.createElement("li");
    seen.dataset.for = row.dataset.prefix;
    seen.hidden = Boolean(row.dataset.purpose);
    seen.append(Object.assign(document.createElement("span"), { className: "pre" }));
    seen.firstChild.dataset.words = "";
    preview.append(seen);
  }
  seen.querySelector("[data-words]").textContent = textOf(row).value;
  showEmpty();
}

function inOrder() {
  for (const row of rows()) {
    const seen = preview.querySelector(`[data-for="${row.dataset.prefix}"]`);
    if (seen) preview.append(seen);
  }
}

// Up, down, remove, put back

const named = (row) => row.querySelector("[data-entry]")?.dataset.entry || textOf(row).value;

function move(row, by, button) {
  const order = kept();
  const other = order[order.indexOf(row) + by];
  if (!other) return;
  save(row);
  saves.push({
    address: `${lineAddress}${row.dataset.item}/move/`,
    body: () => ({ to: kept().indexOf(row) + 1 + by }),
    done: () => {
      if (by < 0) other.before(row); else other.after(row);
      inOrder();
      count();
      button.focus();
      const order = kept();
      saves.say(line.dataset.moved.replace("%w", named(row)).replace("%n", order.indexOf(row) + 1).replace("%t", order.length));
    },
    refused: (status, answer, why) => tell(row, why),
  });
}

function remove(row) {
  const order = kept();
  const here = order.indexOf(row);
  save(row);
  saves.push({
    address: `${lineAddress}${row.dataset.item}/remove/`,
    body: () => ({}),
    done: () => {
      row.hidden = true;
      preview.querySelector(`[data-for="${row.dataset.prefix}"]`)?.setAttribute("hidden", "");
      row.before(undo(row));
      count();
      textOf(order[here + 1] ?? order[here - 1] ?? lastBlank()).focus();
    },
    refused: (status, answer, why) => tell(row, why),
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
      preview.querySelector(`[data-for="${row.dataset.prefix}"]`)?.toggleAttribute("hidden", row.dataset.hiddenFromClient === "1");
      count();
      textOf(row).focus();
    },
    refused: (status, answer, why) => saves.say(why),
  }));
  box.append(`${line.dataset.removed} “${named(row)}”. `, button);
  return box;
}

// What people do

list.addEventListener("input", (event) => {
  const row = event.target.closest(".line");
  if (!event.target.matches("[data-text]")) return;
  grow(event.target);
  show(row);
  saves.touched();
  later(row);
});
list.addEventListener("focusout", (event) => { if (event.target.matches("[data-text]")) save(event.target.closest(".line")); });

list.addEventListener("keydown", (event) => {
  const row = event.target.closest(".line");
  if (!event.target.matches("[data-text]") || event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.querySelector(".step-go .btn").click();
  } else if (event.key === "Enter" && !event.shiftKey) {
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

list.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move], [data-remove]");
  if (!button) return;
  event.preventDefault();
  const row = button.closest(".line");
  if ("remove" in button.dataset) remove(row);
  else move(row, Number(button.dataset.move), button);
});

form.addEventListener("submit", async (event) => {
  saveAll();
  if (!saves.waiting && !saves.trouble()) return;
  event.preventDefault();
  event.stopPropagation();
  if (await saves.settled()) form.requestSubmit(event.submitter);
  else textOf(rows().find((row) => state(row).trouble) ?? rows()[0]).focus();
});
form.querySelector("[data-find]")?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  form.querySelector("[data-find-button]").click();
});
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.target || link.hash && link.pathname === location.pathname || event.ctrlKey || event.metaKey || event.button) return;
  saveAll();
  if (!saves.waiting) return;
  event.preventDefault();
  if (await saves.settled()) location.assign(link.href);
});

rows().forEach((row) => { state(row); grow(textOf(row)); });
count();
