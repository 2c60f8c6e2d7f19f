// What the client sees beside the lines, in the same words and order. On a shared screen there is none.
import { textOf } from "./rows.js";

const list = document.querySelector("[data-preview]");
const empty = document.querySelector("[data-preview-empty]");
const of = (prefix) => list?.querySelector(`[data-for="${prefix}"]`);

const showEmpty = () => { empty.hidden = Boolean(list.querySelector("li:not([hidden])")); };

export function show(row) {
  if (!list) return;
  let seen = of(row.dataset.prefix);
  if (!seen) {
    seen = document.createElement("li");
    seen.dataset.for = row.dataset.prefix;
    seen.hidden = row.dataset.hiddenFromClient === "1";
    seen.append(Object.assign(document.createElement("span"), { className: "pre", dir: "auto" }));
    seen.firstChild.dataset.words = "";
    list.append(seen);
  }
  seen.querySelector("[data-words]").textContent = textOf(row).value;
  showEmpty();
}

export function hide(row, hidden) {
  of(row.dataset.prefix)?.toggleAttribute("hidden", hidden || row.dataset.hiddenFromClient === "1");
  if (list) showEmpty();
}

export function renamed(before, prefix) {
  of(before)?.setAttribute("data-for", prefix);
}

export function inOrder(rows) {
  for (const row of rows) {
    const seen = of(row.dataset.prefix);
    if (seen) list.append(seen);
  }
}
