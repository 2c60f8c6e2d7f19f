// One crisis view: ticks, calls and notes become lines that wait until the server has them; what the server knows newer
// replaces what is shown, slot by slot; how old it is stands at the top, and an old place is never shown as a new one.
import { clock } from "./clock.js";
import { Freshness } from "./crisis-fresh.js";
import { addressIn, placeOf, placeTyped, showHere } from "./crisis-here.js";
import { Lines } from "./crisis-lines.js";
import { skewSince } from "./sending.js";

const CALL_IS_NO_LEAVING = 1500; // browsers ask "leave the page?" for a tel: link too
const LEAVES_WITHIN = 2000; // later nobody expects the page to go
const CARDS = "section.card[aria-labelledby]";
const result = (words) => ({ answered: words.answered, no_answer: words.noAnswer, busy: words.busy, left_message: words.leftMessage });

export class Panel {
  #section;
  #words;
  #lines;
  #fresh;
  #skew = 0;
  #told = false;
  #called = 0;
  #calling = null;
  #said = "";
  #notice = "";
  #later = "";
  #here = null; // the place that was said on this page, until the server tells of it
  #moved = null;

  constructor(section, words) {
    this.#section = section;
    this.#words = words;
    this.#skew = skewSince(section.dataset.asOf);
    this.#lines = new Lines({ now: () => new Date(Date.now() + this.#skew), stored: (answer) => this.#stored(answer), changed: () => this.#changed() });
    this.#fresh = new Freshness(section, words, { take: (page) => this.#take(page), time: (at) => this.#time(at) });
    section.addEventListener("change", (event) => { if (event.target.matches("[data-step]")) this.#tick(event.target); });
    section.addEventListener("click", (event) => this.#clicked(event));
    section.addEventListener("submit", (event) => this.#submitted(event));
    this.#dress(section);
  }

  /** In sight from now on; that it was opened is a line of the log, with the time it happened. Who came to read opens nothing. */
  opened() {
    this.#fresh.show();
    if (this.#told || this.#part("[data-reading]")) return;
    this.#add({ what: "opened" }, this.#words.opened);
  }

  get mustWarn() {
    return this.#lines.waiting.length > 0 && Date.now() - this.#called > CALL_IS_NO_LEAVING;
  }

  #part(selector) { return this.#section.querySelector(selector); }

  #time(at) { return clock(at, this.#section.dataset.zone); }

  #add(line, shown) {
    this.#notice = this.#later = "";
    this.#told = true; // whoever does something is in it
    this.#part("[data-reading]")?.remove();
    this.#lines.add(this.#section.dataset.logUrl, line, shown);
  }

  // What a person does

  #clicked(event) {
    const at = (selector) => event.target.closest(selector);
    const call = at("[data-call]");
    const chip = at("[data-result]");
    const other = at("[data-choose]");
    if (call) this.#call(call);
    else if (chip) this.#outcome(chip);
    else if (other) this.#choose(event, other);
    else if (at("[data-did-not-work]")) this.#failed();
    else if (at("[data-copy]")) this.#copy();
    else if (at("a[href]")) this.#leave(event, at("a[href]"));
  }

  #submitted(event) {
    const form = event.target;
    if (form.matches("[data-note]")) {
      const field = form.elements.note;
      if (field.value.trim()) this.#add({ what: "note", words: field.value.trim() }, field.value.trim());
      field.value = "";
      field.focus();
    } else if (form.matches("[data-here-form]")) {
      this.#placed(placeOf(event.submitter));
    } else if (form.matches("[data-typed-form]")) {
      const typed = placeTyped(form);
      if (!typed) form.elements.town.focus();
      else {
        form.reset();
        form.hidden = true;
        this.#placed(typed);
      }
    } else if (form.matches("[data-ask]")) {
      this.#notice = "";
      this.#lines.add(form.action, {}, this.#words.asked);
    } else if (form.matches("[data-failed-form]")) {
      const row = event.submitter.closest("li");
      this.#calling = { resource: event.submitter.value, words: nameIn(row) };
      this.#failed();
    } else if (!form.matches("[data-steps-form]")) return;
    event.preventDefault();
  }

  #tick(box) {
    const scenario = box.closest("[data-scenario]").dataset.scenario;
    const text = box.closest("li").querySelector("label").firstChild.textContent.trim();
    const what = box.checked ? "ticked" : "unticked";
    this.#add({ what, step: Number(box.dataset.step), scenario, words: text }, `${this.#words[what]}: ${text}`);
    doneAt(box).textContent = box.checked ? this.#time(this.#lines.now()) : "";
    this.#next();
  }

  /** The next undone step stands out. */
  #next() {
    for (const list of this.#section.querySelectorAll("[data-scenario]")) {
      const rows = [...list.children];
      const next = rows.find((row) => !row.querySelector("[data-step]").checked);
      for (const row of rows) row.classList.toggle("next", row === next);
    }
  }

  #choose(event, link) {
    event.preventDefault();
    const key = link.dataset.choose;
    this.#showScenario(key);
    link.closest("details").open = false;
    this.#add({ what: "scenario", scenario: key, words: link.textContent.trim() }, `${this.#words.scenario}: ${link.textContent.trim()}`);
  }

  #showScenario(key) {
    for (const each of this.#section.querySelectorAll("[data-scenario]")) each.hidden = each.dataset.scenario !== key;
    for (const each of this.#section.querySelectorAll("[data-prompts]")) each.hidden = each.dataset.prompts !== key;
    for (const each of this.#section.querySelectorAll("[data-choose]")) each.closest("li").hidden = each.dataset.choose === key;
    this.#part("[name=scenario]").value = key;
  }

  /** The client is there: shown at once, and a line like every other. */
  #placed(here) {
    this.#here = here;
    this.#add(this.#here.line, `${this.#words.here}: ${this.#here.words}`);
    this.#here.at = this.#lines.lastAt.getTime();
    this.#showHere();
    this.#part("[data-place-link]").focus({ preventScroll: true });
    tellBar(this.#here.words, true);
  }

  #showHere() {
    showHere(this.#section, this.#here, this.#time(new Date(this.#here.at)), this.#words);
  }

  #call(link) {
    this.#called = Date.now();
    const { resource, contact, words } = link.dataset;
    const who = words ?? nameIn(link.closest("li"));
    this.#calling = { resource, contact, words: who };
    this.#add({ what: "called", ...this.#calling }, `${this.#words.called}: ${who}`);
    this.#chips();
  }

  /** Four words for how the call went, beside the last number that was called. Nobody has to press one. */
  #chips() {
    this.#part(".crisis-chips")?.remove();
    const { resource, contact, words, isBusy } = this.#calling ?? {};
    const link = resource ? this.#part(`[data-resource="${resource}"]`) : contact ? this.#part(`[data-contact="${contact}"]`) : null;
    const row = (link ?? [...this.#section.querySelectorAll("[data-call][data-words]")].find((each) => each.dataset.words === words))?.closest("li, p");
    if (!row) return;
    const chips = document.createElement("span");
    chips.className = "crisis-chips";
    chips.setAttribute("role", "group");
    chips.setAttribute("aria-label", `${this.#words.howDid} ${words}`);
    const choices = isBusy ? [["didNotWork", "", this.#words.didNotWork]] : Object.entries(result(this.#words)).map(([key, label]) => ["result", key, label]);
    for (const [name, key, label] of choices) {
      const chip = Object.assign(document.createElement("button"), { type: "button", className: "btn sec", textContent: label });
      chip.dataset[name] = key;
      chips.append(chip);
    }
    row.append(chips);
  }

  #outcome(chip) {
    const { words } = this.#calling;
    this.#add({ what: "call_result", ...this.#calling, result: chip.dataset.result }, `${words}: ${chip.textContent.toLowerCase()}`);
    const row = chip.closest("li, p");
    if (chip.dataset.result === "busy") this.#calling.isBusy = true; // that it does not work at all is one more press
    else this.#calling = null;
    this.#chips();
    row.querySelector(".btn[data-call]").focus({ preventScroll: true });
  }

  /** The number does not work: its entry is marked and looked at, as soon as the server has this line. */
  #failed() {
    const { resource, contact, words } = this.#calling;
    this.#calling = null;
    this.#add({ what: "number_failed", resource, contact, words }, `${this.#words.failed}: ${words}`);
    const press = [...this.#section.querySelectorAll("[data-failed]")].find((each) => each.value === resource);
    const row = (this.#part(".crisis-chips") ?? press)?.closest("li, p");
    press?.replaceWith(this.#words.noted);
    this.#chips();
    row?.querySelector(".btn[data-call]").focus({ preventScroll: true });
  }

  async #copy() {
    const text = this.#part("[data-address]").innerText;
    try {
      await navigator.clipboard.writeText(text);
      this.#say(this.#words.copied);
    } catch {
      getSelection().selectAllChildren(this.#part("[data-address]"));
      this.#say(this.#words.selected);
    }
  }

  /** A link to another page would lose this one while the server is away: it is asked first, and what waits goes first. */
  async #leave(event, link) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || !link.protocol.startsWith("http")) return;
    event.preventDefault();
    const isPlace = link.matches("[data-place-link]");
    if (isPlace && this.#trouble) return this.#types();
    const tooLate = new Promise((resolve) => { setTimeout(resolve, LEAVES_WITHIN, false); });
    if (await Promise.race([this.#mayLeave(), tooLate]) && !this.#lines.waiting.length) location.assign(link.href);
    else if (isPlace) this.#types();
    else this.#sayLater(this.#words.notNow);
  }

  get #trouble() { return this.#fresh.trouble || this.#lines.trouble; }

  /** The page of places needs the server. What is typed here instead waits like every line. */
  #types() {
    const form = this.#part("[data-typed-form]");
    form.hidden = false;
    form.elements.town.focus();
    this.#sayLater(this.#words.typeHere);
  }

  #sayLater(words) {
    this.#later = words; // until something is done or all is written: the next try to send leaves it there
    this.#say(`${this.#troubleWords(this.#trouble)} ${words}`);
  }

  async #mayLeave() {
    return await this.#fresh.answers() && this.#lines.written();
  }

  // What the server says

  #stored(answer) {
    const log = this.#part("[data-log]");
    if (answer.log !== undefined) log.innerHTML = answer.log;
    this.#notice = answer.problem ?? answer.said ?? this.#notice;
    if (this.#here && answer.told_at !== undefined) this.#here.at = Math.min(this.#here.at, Date.parse(answer.told_at) || 0);
    this.#fresh.renew(); // the log is new now; how old the place is, only an answer about the place tells
  }

  /** A newer view: what differs is put in its place; words being typed, chips and what waits stay. */
  #take(page) {
    const now = page.querySelector("[data-crisis]");
    if (!now) return;
    const isOlder = this.#here && (Date.parse(now.querySelector("[data-where]").dataset.toldAt) || 0) < this.#here.at;
    const moved = !isOlder && addressIn(this.#section) !== addressIn(now);
    if (!isOlder) this.#here = null;
    Object.assign(this.#section.dataset, { stamp: now.dataset.stamp, asOf: now.dataset.asOf });
    for (const card of this.#section.querySelectorAll(CARDS)) {
      const newer = now.querySelector(`section[aria-labelledby="${card.getAttribute("aria-labelledby")}"]`);
      if (!newer) continue;
      if (card.querySelector("[data-steps-form]")) this.#takeSteps(newer);
      else if (card.querySelector("[data-note]")) this.#takeLog(card, newer);
      else replace(card, document.importNode(newer, true));
    }
    if (isOlder) this.#showHere();
    this.#dress(this.#section);
    if (moved) this.#tellMoved();
    else if (this.#moved && !this.#moved.isConnected) {
      this.#moved.removeAttribute("role"); // it was said already
      this.#part("[data-where] h2")?.after(this.#moved);
    }
    this.#changed();
  }

  #takeSteps(newer) {
    this.#showScenario(newer.querySelector("[name=scenario]").value);
    for (const box of this.#section.querySelectorAll("[data-step]")) {
      const there = newer.querySelector(`#${box.id}`);
      if (!there) continue;
      box.checked = there.checked;
      doneAt(box).textContent = doneAt(there).textContent;
    }
    for (const { sent, at } of this.#lines.waiting) {
      if (sent.what === "scenario") this.#showScenario(sent.scenario);
      const box = sent.step !== undefined && this.#part(`#crisis-${sent.scenario}-${sent.step}`);
      if (!box) continue;
      box.checked = sent.what === "ticked";
      doneAt(box).textContent = box.checked ? this.#time(at) : "";
    }
    this.#next();
  }

  #takeLog(card, newer) {
    card.querySelector("h2").replaceChildren(...newer.querySelector("h2").childNodes);
    card.querySelector("[data-log]").innerHTML = newer.querySelector("[data-log]").innerHTML;
  }

  #tellMoved() {
    this.#moved?.remove();
    this.#moved = Object.assign(document.createElement("p"), { className: "notice info", textContent: this.#words.moved.replace("%t", this.#time(new Date())) });
    this.#moved.setAttribute("role", "status");
    this.#part("[data-where] h2")?.after(this.#moved);
    const where = [...this.#part("[data-address]")?.childNodes ?? []].map((each) => each.textContent.trim()).filter(Boolean).join(", ");
    tellBar(where, Boolean(this.#part("[data-where] .tag.ok")));
  }

  /** What only works with a script. */
  #dress(section) {
    const copy = section.querySelector("[data-copy]");
    if (copy) copy.hidden = !section.querySelector("[data-address]");
    if (this.#calling) this.#chips();
    this.#next();
    this.#fresh?.show();
  }

  // How things stand

  #changed() {
    const log = this.#part("[data-log]");
    for (const line of log.querySelectorAll(".waiting")) line.remove();
    const { waiting, trouble } = this.#lines;
    if (waiting.length) log.querySelector("[data-empty]")?.remove();
    for (const { at, shown } of waiting) {
      const line = document.createElement("li");
      line.className = "waiting";
      line.append(Object.assign(document.createElement("time"), { dateTime: at.toISOString(), textContent: this.#time(at) }), ` ${shown}`);
      log.prepend(line);
    }
    this.#status(waiting.length, trouble);
  }

  #status(count, trouble) {
    const notes = count === 1 ? this.#words.one : this.#words.many.replace("%n", count);
    if (!count) this.#later = "";
    if (!count) this.#say(this.#told ? `${this.#notice} ${this.#words.written}`.trim() : "");
    else if (trouble) this.#say(`${this.#troubleWords(trouble)} ${this.#later || notes}`);
    else if (this.#said) this.#say(notes);
    this.#section.classList.toggle("crisis-offline", Boolean(count && trouble));
  }

  #troubleWords(trouble) {
    const { offline, locked, signedOut, refused, closed, slow } = this.#words;
    return { offline, locked, "signed-out": signedOut, refused, closed }[trouble] ?? slow;
  }

  #say(words) {
    if (words === this.#said) return;
    this.#said = words;
    this.#part("[data-waiting]").textContent = words;
  }
}

/** The same slot with newer words; what was unfolded stays unfolded, what had the focus keeps it. */
function replace(card, newer) {
  const focused = card.contains(document.activeElement) ? controls(card).indexOf(document.activeElement) : -1;
  const open = [...card.querySelectorAll("details")].map((each) => each.open);
  if (card.innerHTML === newer.innerHTML) return;
  newer.querySelectorAll("details").forEach((each, index) => { each.open = open[index] ?? false; });
  card.replaceWith(newer);
  if (focused >= 0) controls(newer)[focused]?.focus({ preventScroll: true });
}

const nameIn = (row) => row.querySelector("strong").textContent.trim();
/** The bar of the session tells of the same place. */
const tellBar = (where, isConfirmed) => dispatchEvent(new CustomEvent("handrail:moved", { detail: { where, isConfirmed } }));
const doneAt = (box) => box.closest("li").querySelector("[data-done]"); // not by its label: out of the document it has none
const controls = (card) => [...card.querySelectorAll("a[href], button, input, summary")];
