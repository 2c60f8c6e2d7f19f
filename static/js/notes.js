// What the therapist asks about a line: saved as typed like the line itself, and counted for the night.
import { saysSomething } from "./rows.js";
import { tell, Versioned } from "./versioned.js";

const panel = document.querySelector("[data-night]");
const textsOf = new WeakMap();

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
const fromText = (text) => Object.fromEntries(JSON.parse(text));
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

const both = (theirs, mine) => ({ ...mine, barriers: [theirs.barriers, mine.barriers].filter(Boolean).join("\n") });

export class Notes {
  constructor(saves, address, rows) {
    this.saves = saves;
    this.address = address;
    this.rows = rows;
    for (const note of this.all()) this.typedIn(note);
  }

  all() { return this.rows().filter((row) => row.dataset.item && !row.hidden).map(noteOf).filter(Boolean); }
  unsaved() { return this.all().reduce((sum, note) => sum + this.typedIn(note).waits, 0); }
  trouble() { return this.all().map((note) => this.typedIn(note).trouble).find(Boolean) ?? ""; }
  saveAll() { this.all().forEach((note) => this.save(note)); }
  save(note) { this.typedIn(note).save(); }

  /** All answers of one note as one text. */
  typedIn(note) {
    if (!textsOf.has(note)) textsOf.set(note, this.#asTyped(note));
    return textsOf.get(note);
  }

  #asTyped(note) {
    const row = note.closest(".line");
    const refused = note.querySelector("[data-choose], [aria-invalid]");
    return new Versioned(this.saves, refused ? null : asText(asServed(note)), {
      place: note,
      version: note.querySelector("[data-note-version]"),
      operation: note.querySelector("[data-note-operation]"),
      address: () => `${this.address}${row.dataset.item}/note/`,
      read: () => asText(read(note)),
      write: (text) => {
        write(note, fromText(text));
        summarise(note);
        this.count();
      },
      body: fromText,
      say: (words) => tell(note.querySelector("[data-note-problem]"), note.querySelector("textarea"), words),
      isEmpty: () => !row.dataset.item,
      theirs: (question) => {
        note.open = true;
        return asText(JSON.parse(question.dataset.answers));
      },
      both: (theirs, mine) => asText(both(fromText(theirs), fromText(mine))),
      focus: () => note.querySelector("textarea").focus(),
    });
  }

  /** A field of a note was changed; a choice is sent at once, words a moment after the last key. */
  changed(field) {
    const note = field.closest("[data-note]");
    summarise(note);
    this.count();
    if (field.type === "textarea") this.typedIn(note).typed();
    else this.typedIn(note).chosen();
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
