// One press says where the client is. The slot shows that place at once, as said; the numbers of another place are not its own,
// so they are hidden until the server has answered for this one.
const OF_PLACE = "[data-of-place]";

/** What the pressed button says: what to send, the words for the log, the address line by line. */
export function placeOf(button) {
  const lines = button.dataset.lines.split("\n").filter(Boolean);
  const words = lines.join(", ") || button.textContent.trim();
  return { line: { what: "place", [button.name]: button.value, words }, words, lines, notes: button.dataset.notes };
}

/** What was typed while the server was away; null where nothing was. */
export function placeTyped(form) {
  const [street, town, area] = ["street", "town", "area"].map((name) => form.elements[name].value.trim());
  const lines = [street, [town, area].filter(Boolean).join(", ")].filter(Boolean);
  const words = lines.join(", ");
  return words ? { line: { what: "place", street, town, area, words }, words, lines, notes: "", isTyped: true } : null;
}

export const addressIn = (section) => section.querySelector("[data-address]")?.textContent.trim() ?? "";

/** The slot of the place, the script and the numbers, as far as they are known before the server answers; `time` is when it was said. */
export function showHere(section, { lines, notes, isTyped = false }, time, words) {
  const isOther = isTyped || lines.join("") !== addressIn(section);
  const slot = section.querySelector("[data-where]");
  for (const each of slot.children) if (!each.matches("h2, [data-old], [data-links]")) each.hidden = true;
  for (const each of slot.querySelectorAll("[data-here-form] button[type=submit]")) each.hidden = true;
  for (const each of slot.querySelectorAll("[data-address]")) each.removeAttribute("data-address");
  const address = made("p", "crisis-address");
  address.dataset.address = "";
  address.append(...lines.flatMap((line, index) => (index ? [document.createElement("br"), line] : [line])));
  const state = made("p");
  state.append(isTyped ? made("span", "tag warn", words.toldAt.replace("%t", time)) : made("span", "tag ok", words.hereAt.replace("%t", time)));
  slot.querySelector("h2").after(address, state, made("p", "small", notes));
  sayHere(section, lines, notes, words);
  if (!isOther) return;
  for (const each of section.querySelectorAll(OF_PLACE)) each.hidden = true;
  section.querySelector("[data-numbers-later]").hidden = false;
}

function sayHere(section, lines, notes, words) {
  const say = section.querySelector("[data-say-here]");
  for (const each of say.parentElement.querySelectorAll(":is(p, li)[data-of-place]")) each.hidden = true;
  const sentences = [lines.length && words.sayHere.replace("%a", lines.join(", ")), notes && words.sayNotes.replace("%n", notes.replace(/\.$/, ""))];
  say.textContent = sentences.filter(Boolean).join(" ");
  say.hidden = !say.textContent;
}

function made(name, className = "", textContent = "") {
  return Object.assign(document.createElement(name), { className, textContent });
}
