// What is typed goes to the server one write at a time, in order; the status line never says Saved when it is not.
// Unsaved words live in the page only. A write that got no answer is sent again as it was, until it gets one.
import { pauseAfter } from "./sending.js";

const SAYS_SAVING_AFTER = 400;
const SAYS_TRYING_AFTER = 5000;
const GIVES_UP_WAITING_AFTER = 20_000;
const LEAVES_WITHIN = 5000; // later nobody expects the page to go
const LOCKED = 423;
const CALL_IS_NO_LEAVING = 1500; // browsers ask "leave the page?" for a tel: link too
const LEADS_TO_A_PAGE = /^https?:$/;

export class Saves {
  #line;
  #status;
  #time;
  #form;
  #queue = [];
  #running = false;
  #announced = "";
  #idle = [];

  /** `unsaved()` counts what is typed and not yet in the queue; `trouble()` gives words while a line could not be stored. */
  constructor(line, form, { unsaved, trouble }) {
    this.#line = line;
    this.#status = line.querySelector("[role=status]");
    this.#time = line.querySelector("time");
    this.#form = form;
    this.unsaved = unsaved;
    this.trouble = trouble;
    this.#announced = this.#status.textContent ? "saved" : "";
    let called = 0;
    document.addEventListener("click", ({ target }) => { if (target.closest?.("a[href^='tel:'], a[href^='sms:']")) called = Date.now(); });
    addEventListener("beforeunload", (event) => {
      if ((this.waiting || this.trouble()) && Date.now() - called > CALL_IS_NO_LEAVING) event.preventDefault();
    });
  }

  get waiting() { return this.#queue.length + this.unsaved(); }

  /** Something was typed: nothing may claim to be saved from now on. */
  touched() {
    if (!this.#queue.length) this.#show("", "");
    else if (this.#line.dataset.state === "offline") this.#offline();
  }

  /** `write`: {address, body() -> object, done(answer), refused(status, answer)}. */
  push(write) {
    this.#queue.push(write);
    this.#run();
  }

  /** Tries now. True when everything typed is stored; false when it cannot be for now, or the crisis view was opened meanwhile. */
  async settled() {
    return await this.#stored() && !("crisisOpen" in document.body.dataset);
  }

  #stored() {
    if (!this.#queue.length) return Promise.resolve(!this.trouble());
    return new Promise((resolve) => {
      this.#idle.push(resolve);
      setTimeout(resolve, LEAVES_WITHIN, false);
      dispatchEvent(new Event("handrail:leaving"));
    });
  }

  say(words) { this.#show("said", words); }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    for (let tries = 0; this.#queue.length;) {
      const answered = await this.#send(this.#queue[0]);
      if (answered) {
        this.#queue.shift();
        tries = 0;
      } else {
        for (const tell of this.#idle.splice(0)) tell(false);
        await pauseAfter(tries++);
      }
    }
    this.#running = false;
    this.refresh();
    for (const tell of this.#idle.splice(0)) tell(!this.trouble() && !this.unsaved());
  }

  /** How things stand, when nothing is on its way: in trouble, typed and not sent, or saved. */
  refresh() {
    if (this.#queue.length) return;
    const trouble = this.trouble();
    if (trouble) this.#show("trouble", trouble);
    else if (this.unsaved()) this.#show("", "");
    else if (this.#announced !== "said") this.#show("saved", this.#line.dataset.saved);
  }

  async #send(write) {
    write.sent ??= new URLSearchParams(write.body());
    const slow = setTimeout(() => this.#show("saving", this.#line.dataset.saving), SAYS_SAVING_AFTER);
    const slower = setTimeout(() => this.#show("again", this.#line.dataset.again), SAYS_TRYING_AFTER);
    let response;
    try {
      response = await fetch(write.address, {
        method: "POST",
        body: write.sent,
        redirect: "manual",
        signal: AbortSignal.timeout(GIVES_UP_WAITING_AFTER),
        headers: {
          "X-CSRFToken": this.#form.elements.csrfmiddlewaretoken.value,
          "X-Background": "1",
          "HX-Request": "true",
          ...("shared" in this.#form.dataset ? { "X-Shared-Screen": "1" } : {}),
        },
      });
      const page = new DOMParser().parseFromString(response.type === "opaqueredirect" ? "" : await response.text(), "text/html");
      return this.#take(write, response, page.body);
    } catch {
      this.#offline();
      return false;
    } finally {
      clearTimeout(slow);
      clearTimeout(slower);
    }
  }

  /** True when the server has answered for good. */
  #take(write, response, answer) {
    const words = this.#line.dataset;
    if (response.ok) {
      this.#announced = this.#announced === "said" ? "" : this.#announced;
      this.#time.dataset.at = answer.querySelector("time")?.textContent ?? "";
      write.done(answer.firstElementChild);
      dispatchEvent(new Event("handrail:saved"));
      return true;
    }
    if (response.type === "opaqueredirect" || response.status === 403) {
      this.#show("signed-out", words.signedOut);
      this.#renewToken();
      return false;
    }
    if (response.status === LOCKED) {
      this.#show("locked", words.locked);
      dispatchEvent(new Event("handrail:locked")); // the page itself is to go as well
      return false;
    }
    if (response.status >= 500 || response.status === 429) {
      this.#show("again", words.again);
      return false;
    }
    const why = response.status === 404 ? words.gone : (answer.firstElementChild?.dataset.why ?? answer.querySelector("p")?.textContent ?? words.failed);
    write.refused(response.status, answer.firstElementChild, why.trim());
    return true;
  }

  /** After signing in again in another tab the token of this page is an old one. Words of one person never go out as another's. */
  async #renewToken() {
    const page = await fetch(location.href, { redirect: "manual", headers: { "X-Background": "1" } }).then((answer) => answer.text()).catch(() => "");
    const now = new DOMParser().parseFromString(page, "text/html");
    const token = now.querySelector("[name=csrfmiddlewaretoken]");
    if (token && now.body.dataset.lockWho === document.body.dataset.lockWho) this.#form.elements.csrfmiddlewaretoken.value = token.value;
  }

  #offline() {
    const count = this.waiting;
    const words = this.#line.dataset;
    const waiting = count === 1 ? words.waitingOne : words.waiting.replace("%n", count);
    this.#show("offline", `${words.offline} ${waiting}`);
  }

  /** A screen reader hears each kind of state once, not every save. */
  #show(kind, text) {
    const saved = kind === "saved";
    this.#status.setAttribute("aria-live", kind && kind !== this.#announced ? "polite" : "off");
    this.#status.textContent = text;
    this.#time.textContent = saved ? (this.#time.dataset.at ?? "") : "";
    this.#line.classList.toggle("problem", !["", "saved", "saving", "said"].includes(kind));
    this.#line.dataset.state = kind;
    if (kind && kind !== "saving") this.#announced = kind;
  }
}

/** A link that leads to another page, pressed as links are pressed; null for a number to call and for links that stay here. */
export function pageLink(event) {
  const link = event.target.closest("a[href]");
  if (event.defaultPrevented) return null; // links of the crisis view decide for themselves when to leave
  if (!link || link.target || !LEADS_TO_A_PAGE.test(link.protocol) || link.hash && link.pathname === location.pathname) return null;
  return event.ctrlKey || event.metaKey || event.button ? null : link;
}

/** Links wait until everything is stored, and the page stays while it cannot be: `stuck()` leads to why. `hand()` gives in what is typed. */
export function linksWait(saves, hand, stuck = () => {}) {
  document.addEventListener("click", async (event) => {
    const link = pageLink(event);
    if (!link) return;
    hand();
    if (!saves.waiting) return;
    event.preventDefault();
    if (await saves.settled()) location.assign(link.href);
    else stuck();
  });
}

/** So does the form of the whole page. */
export function formWaits(form, saves, hand, stuck = () => {}) {
  form.addEventListener("submit", async (event) => {
    hand();
    if (!saves.waiting && !saves.trouble()) return;
    event.preventDefault();
    event.stopPropagation();
    if (await saves.settled()) form.requestSubmit(event.submitter);
    else stuck();
  });
}
