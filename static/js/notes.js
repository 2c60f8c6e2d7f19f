// What the therapist asks about a line: saved as typed like the line itself, and counted for the night.
import { operation } from "./sending.js";
import { ask, saysSomething, tell } from "./rows.js";

const SAVES_AFTER = 800;
const panel = document.querySelector("[data-night]");
const stateOf = new WeakMap();

const noteOf = (row) => row.querySelector("[data-note]");
const fields = (note) => [...note.querySelectorAll("[data-asked]")];
const read = (note) => Object.fromEntries(
  fields(note).filter((field) => field.type !== "radio" || field.checked).map((field) => [field.dataset.asked, field.value]),
);
const chosenFirst = (field) => [...field.options].find((option) => option.defaultSelected)?.value ?? "";
const asServed = (note) => Object.fromEntries(
  fields(note).filter((field) => field.type !== "radio" || field.defaultChecked)
    .map((field) => [field.dataset.asked, field.type === "radio" ? field.value : field.options ? chosenFirst(field) : field.defaultValue]),
);
const asText = (answers) => JSON.stringify(Object.entries(answers).sort());
const state = (note) => {
  if (!stateOf.has(note)) {
    const refused = note.querySelector("[data-choose], [aria-invalid]");
    stateOf.set(note, { stored: refused ? null : asText(asServed(note)), timer: 0, queued: false, asked: false, trouble: "" });
  }
  return stateOf.get(note);
};
const isUnsaved = (note) => state(note).stored !== asText(read(note));

function write(note, answers) {
  for (const field of fields(note)) {
    const value = answers[field.dataset.asked] ?? "";
    if (field.type === "radio") field.checked = field.value === value;
    else field.value = value;
  }
}

/** What is marked, beside the closed question. */
function summarise(note) {
  const answers = read(note);
  for (const tag of note.querySelectorAll("[data-said]")) tag.hidden = answers[tag.dataset.said] !== tag.dataset.when;
}

export class Notes {
  constructor(saves, address, rows) {
    this.saves = saves;
    this.address = address;
    this.rows = rows;
    for (const note of this.all()) state(note);
  }

  all() { return this.rows().filter((row) => row.dataset.item && !row.hidden).map(noteOf).filter(Boolean); }
  unsaved() { return this.all().filter((note) => !state(note).queued && isUnsaved(note)).length; }
  trouble() { return this.all().map((note) => state(note).trouble).find(Boolean) ?? ""; }
  saveAll() { this.all().forEach((note) => this.save(note)); }

  /** A field of a note was changed; a choice is sent at once, words a moment after the last key. */
  changed(field) {
    const note = field.closest("[data-note]");
    summarise(note);
    this.count();
    this.saves.touched();
    clearTimeout(state(note).timer);
    if (field.type === "textarea") state(note).timer = setTimeout(() => this.save(note), SAVES_AFTER);
    else this.save(note);
  }

  save(note) {
    const known = state(note);
    const row = note.closest(".line");
    clearTimeout(known.timer);
    if (known.queued || known.asked || !row.dataset.item || !isUnsaved(note)) return;
    known.queued = true;
    let sent;
    this.saves.push({
      address: `${this.address}${row.dataset.item}/note/`,
      body: () => {
        sent = read(note);
        return { ...sent, version: note.querySelector("[data-note-version]").value, operation: note.querySelector("[data-note-operation]").value };
      },
      done: (answer) => {
        Object.assign(known, { queued: false, stored: asText(sent) });
        this.tell(note, "");
        note.querySelector("[data-note-version]").value = answer.dataset.version;
        note.querySelector("[data-note-operation]").value = operation();
        if (isUnsaved(note)) this.save(note);
      },
      refused: (status, answer, why) => {
        known.queued = false;
        if (answer?.hasAttribute("data-changed")) this.ask(note, answer, why);
        else this.tell(note, why);
      },
    });
  }

  tell(note, words) {
    state(note).trouble = words;
    tell(note.querySelector("[data-note-problem]"), note.querySelector("textarea"), words);
  }

  ask(note, question, why) {
    const theirs = JSON.parse(question.dataset.answers);
    Object.assign(state(note), { trouble: why, asked: true });
    note.open = true;
    ask(note, question, (keep) => {
      const mine = read(note);
      Object.assign(state(note), { trouble: "", asked: false, stored: asText(theirs) });
      note.querySelector("[data-note-version]").value = question.dataset.version;
      note.querySelector("[data-note-operation]").value = operation();
      if (keep === "theirs") write(note, theirs);
      if (keep === "both") write(note, { ...mine, barriers: [theirs.barriers, mine.barriers].filter(Boolean).join("\n") });
      summarise(note);
      this.count();
      this.save(note);
      this.saves.refresh();
      note.querySelector("textarea").focus();
    });
  }

  /** How many lines work at 2 am: those of other steps as the server counted, those of this step as they stand in the page. */
  count() {
    if (!panel) return;
    const { here, works, unasked } = panel.dataset;
    const answers = here ? this.all().filter((note) => saysSomething(note.closest(".line"))).map(read) : [];
    const good = ({ at_night: night, without_internet: offline, is_free: free }) => night === "yes" && offline === "yes" && free !== "no";
    say(panel.querySelector("[data-works-said]"), Number(works) + answers.filter(good).length);
    say(panel.querySelector("[data-unasked-said]"), Number(unasked) + answers.filter((each) => !each.at_night).length);
  }
}

function say(place, number) {
  const { none, one, many } = place.dataset;
  place.textContent = (number === 0 ? none : number === 1 ? one : many).replace("%n", number);
}
