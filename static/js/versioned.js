// A text that is saved as it is typed, with the version it was written on. When somebody else wrote meanwhile both texts are
// shown, and nothing is sent until one of them is chosen.
import { operation } from "./sending.js";

const SAVES_AFTER = 800;

/** What the server could not store, below the field it concerns. */
export function tell(box, field, words) {
  box.hidden = !words;
  box.textContent = words;
  if (words) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

export class Versioned {
  stored;
  trouble = "";
  #saves;
  #page;
  #timer = 0;
  #queued = false;
  #asked = false;

  /**
   * `stored` is the text as the server has it, null where it has not taken it. `page`: {place, version, operation (fields),
   * address(), read(), write(text), body(text), say(words), both(theirs, mine), focus()} and, where that differs, {isEmpty(text),
   * theirs(question), done(answer), refused(answer, why) -> whether it was dealt with}.
   */
  constructor(saves, stored, page) {
    this.#saves = saves;
    this.#page = page;
    this.stored = stored;
  }

  get isUnsaved() {
    const text = this.#page.read();
    return this.stored !== text && !this.#page.isEmpty?.(text);
  }

  get isPending() { return this.#queued || this.isUnsaved; }

  /** 1 when something is typed and not yet in the queue. */
  get waits() { return Number(!this.#queued && this.isUnsaved); }

  /** Something was typed: it goes a moment after the last key. */
  typed() {
    this.#saves.touched();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), SAVES_AFTER);
  }

  /** Something was chosen from a list: it goes at once. */
  chosen() {
    this.#saves.touched();
    this.save();
  }

  save() {
    clearTimeout(this.#timer);
    if (this.#queued || this.#asked) return;
    if (!this.isUnsaved) return this.#nothingLeft();
    const page = this.#page;
    this.#queued = true;
    let sent;
    this.#saves.push({
      get address() { return page.address(); },
      body: () => {
        sent = page.read();
        return { ...page.body(sent), version: page.version.value, operation: page.operation.value };
      },
      done: (answer) => {
        this.#queued = false;
        this.stored = sent;
        this.say("");
        page.version.value = answer.dataset.version;
        page.operation.value = operation();
        page.done?.(answer);
        this.save();
      },
      refused: (status, answer, why) => {
        this.#queued = false;
        if (answer?.hasAttribute("data-changed")) this.#askWhichToKeep(answer, why);
        else if (!page.refused?.(answer, why)) this.say(why);
      },
    });
  }

  /** What could not be stored is as the server has it again. */
  #nothingLeft() {
    if (!this.trouble) return;
    this.say("");
    this.#saves.refresh();
  }

  /** Why it is not stored; empty when nothing is in the way. */
  say(words) {
    this.trouble = words;
    this.#page.say(words);
  }

  /** A question below the text; nothing of it is sent until `settle` got "mine", "theirs" or "both". */
  ask(question, why, settle) {
    const { place } = this.#page;
    this.trouble = why;
    this.#asked = true;
    place.querySelector(":scope > [data-changed], :scope > [data-choose]")?.remove();
    const box = document.importNode(question, true);
    place.append(box);
    this.#page.say("");
    if (place.contains(document.activeElement)) requestAnimationFrame(() => box.scrollIntoView({ block: "nearest" }));
    box.addEventListener("click", (event) => {
      const keep = event.target.closest("[data-keep]")?.dataset.keep;
      if (!keep) return;
      box.remove();
      this.#asked = false;
      this.say("");
      this.#page.operation.value = operation();
      settle(keep);
    });
  }

  #askWhichToKeep(question, why) {
    const page = this.#page;
    const theirs = page.theirs?.(question) ?? question.querySelector("[data-theirs]").textContent;
    this.ask(question, why, (keep) => {
      const mine = page.read();
      this.#stands(theirs, question.dataset.version);
      if (keep === "theirs") page.write(theirs);
      if (keep === "both") page.write(page.both(theirs, mine));
      this.save();
      this.#saves.refresh();
      page.focus();
    });
  }

  /** A newer text of the server: it is shown where nothing else was typed. */
  fresh(text, version) {
    if (this.#asked || this.isPending || Number(version) <= Number(this.#page.version.value)) return;
    this.#stands(text, version);
    this.#page.write(text);
  }

  #stands(text, version) {
    this.stored = text;
    this.#page.version.value = version;
  }
}
