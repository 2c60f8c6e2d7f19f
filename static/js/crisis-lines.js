// What is done in a crisis waits here, each line with its own time and name, until the server has it. Nothing is ever dropped:
// whatever goes wrong, the same lines are sent again. They lie in this page's memory only.
import { operation, pauseAfter } from "./sending.js";

const GIVES_UP_WAITING_AFTER = 10_000;
const AT_ONCE = 100;

/** Why an answer is not the one that was asked for, and why there is none. */
export const troubleOf = ({ ok, status, type }) => {
  if (ok) return "";
  if (status === 423) return "locked";
  if (status === 404) return "closed"; // what let this person read the record has ended
  return type === "opaqueredirect" || status === 403 ? "signed-out" : "refused";
};

export const whyNone = (problem) => (problem.name === "TimeoutError" ? "slow" : "offline");

export const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

export class Lines {
  #lines = [];
  #running = false;
  #idle = [];

  /** `now()` is the time to write down; `stored(answer)` gets what the server says, `changed()` is called whenever something is. */
  constructor({ now, stored, changed }) {
    this.now = now;
    this.stored = stored;
    this.changed = changed;
    this.trouble = "";
    this.lastAt = null; // when the newest line was written
  }

  get waiting() { return this.#lines; }

  /** True when nothing waits any more; false when it went wrong once more. */
  written() {
    if (!this.#lines.length) return Promise.resolve(true);
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** `line` is sent to `address`; `shown` are the words for it while it waits. */
  add(address, line, shown) {
    const at = this.now();
    const kept = { address, at, shown, sent: { ...line, at: at.toISOString(), operation_id: operation() } };
    this.#lines.push(kept);
    this.lastAt = at;
    this.changed();
    this.#run();
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    for (let tries = 0; this.#lines.length;) {
      const { address } = this.#lines[0];
      const last = this.#lines.findIndex((line) => line.address !== address);
      const batch = this.#lines.slice(0, Math.min(AT_ONCE, last < 0 ? AT_ONCE : last));
      if (await this.#send(address, batch)) {
        this.#lines = this.#lines.filter((line) => !batch.includes(line));
        tries = 0;
      } else {
        this.changed();
        this.#tell(false);
        await pauseAfter(tries++);
      }
    }
    this.#running = false;
    this.changed();
    this.#tell(true);
  }

  #tell(isWritten) {
    for (const resolve of this.#idle.splice(0)) resolve(isWritten);
  }

  async #send(address, batch) {
    try {
      const answer = await fetch(address, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.timeout(GIVES_UP_WAITING_AFTER),
        headers: { "X-CSRFToken": token(), "X-Background": "1", "Content-Type": "application/json" },
        body: JSON.stringify({ lines: batch.map((line) => line.sent) }),
      });
      this.trouble = troubleOf(answer);
      if (!this.trouble) {
        this.stored(await answer.json().catch(() => ({})));
        return true;
      }
      if (this.trouble === "signed-out") await renewToken();
    } catch (problem) {
      this.trouble = whyNone(problem);
    }
    return false;
  }
}

/** After signing in again in another tab the token of this page is an old one. */
async function renewToken() {
  const answer = await fetch(document.body.dataset.lockState, { redirect: "manual", headers: { "X-Background": "1" } }).catch(() => null);
  const state = await answer?.json().catch(() => null);
  if (state?.token && state.who === document.body.dataset.lockWho) document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": state.token }));
}
