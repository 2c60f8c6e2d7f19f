// How old the view is. The server is asked every few seconds, also while the view is not open, so that it is new when it opens;
// when it has not answered for twenty seconds the page says so, and that the place may have changed.
import { troubleOf, whyNone } from "./crisis-lines.js";

const ASKS_EVERY = 8000;
const GIVES_UP_AFTER = 6000;
const OLD_AFTER = 18_000;
const LOOKS_EVERY = 1000;

const inSight = () => "staysOpen" in document.body.dataset || "crisisOpen" in document.body.dataset;

export class Freshness {
  #section;
  #words;
  #take;
  #time;
  #heard = Date.now();
  #asked = Date.now();
  #asking = null;
  #since = 0;

  constructor(section, words, { take, time }) {
    this.trouble = "";
    this.#section = section;
    this.#words = words;
    this.#take = take;
    this.#time = time;
    setInterval(() => this.#tick(), LOOKS_EVERY);
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") this.look(); });
    for (const name of ["online", "handrail:unlocked"]) addEventListener(name, () => this.look());
  }

  #tick() {
    if (document.visibilityState === "visible" && Date.now() - this.#asked >= ASKS_EVERY) this.look();
    this.show();
  }

  /** Ask now. True when the server answered. */
  look() {
    this.#asking ??= this.#ask().finally(() => { this.#asking = null; });
    return this.#asking;
  }

  /** The server has stored something: what was asked before tells less than the page knows, and is asked again. */
  renew() {
    this.#since += 1;
    return this.look();
  }

  /** A question of its own: true when the server answers what is asked from now on. */
  answers() {
    return this.#ask();
  }

  async #ask() {
    this.#asked = Date.now();
    const { stateUrl, stamp } = this.#section.dataset;
    const since = this.#since;
    try {
      const answer = await fetch(`${stateUrl}?${new URLSearchParams({ stamp })}`, {
        redirect: "manual",
        signal: AbortSignal.timeout(GIVES_UP_AFTER),
        headers: { "X-Background": "1" },
      });
      if (answer.status === 423 && !inSight()) dispatchEvent(new Event("handrail:locked"));
      this.trouble = troubleOf(answer);
      if (this.trouble) return false;
      const newer = answer.status === 200 ? await answer.text() : "";
      if (since !== this.#since) return await this.#ask();
      if (newer) this.#take(new DOMParser().parseFromString(newer, "text/html"));
      this.#heard = Date.now();
      dispatchEvent(new Event("handrail:reached"));
      return true;
    } catch (problem) {
      this.trouble = whyNone(problem);
      return false;
    } finally {
      this.show();
    }
  }

  /** What stands at the top and at the place. A screen reader hears that it is old once, not every second. */
  show() {
    const age = Date.now() - this.#heard;
    const isOld = age >= OLD_AFTER;
    const line = this.#section.querySelector("[data-age]");
    const notice = this.#section.querySelector("[data-old]");
    const said = isOld ? this.#words.old.replace("%t", this.#long(age)) : this.#words.asOf.replace("%t", this.#time(new Date(this.#heard)));
    if (line.textContent !== said) {
      line.setAttribute("aria-live", isOld !== line.classList.contains("old") ? "polite" : "off");
      line.textContent = said;
    }
    line.classList.toggle("old", isOld);
    if (notice) notice.hidden = !isOld;
  }

  #long(age) {
    const minutes = Math.floor(age / 60_000);
    if (!minutes) return `${Math.floor(age / 10_000) * 10} s`;
    return minutes === 1 ? this.#words.minute : this.#words.minutes.replace("%n", minutes);
  }
}
