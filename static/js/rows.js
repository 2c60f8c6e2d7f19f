// A line of the plan as it stands in the page.

export const textOf = (row) => row.querySelector("[data-text]");
export const named = (row) => row.querySelector("[data-entry]")?.dataset.entry || textOf(row).value;
export const saysSomething = (row) => Boolean(row.querySelector("[data-entry]") || textOf(row).value.trim());

export function grow(text) {
  if (CSS.supports("field-sizing", "content")) return;
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 4}px`;
}

/** Another prefix for the names of all fields: that of a new line, or the id of the line it has become. */
export function rename(row, prefix) {
  const before = row.dataset.prefix;
  row.dataset.prefix = prefix;
  for (const part of row.querySelectorAll("[id], [for], [name], [aria-describedby]")) {
    if (part.id) part.id = part.id.replace(before, prefix);
    if (part.htmlFor) part.htmlFor = part.htmlFor.replace(before, prefix);
    if (part.name === "do") part.value = part.value.replace(before, prefix);
    else if (part.name) part.name = part.name.replace(before, prefix);
    const described = part.getAttribute("aria-describedby");
    if (described) part.setAttribute("aria-describedby", described.replace(before, prefix));
  }
  return before;
}

/** What the server could not store, below the field it concerns. */
export function tell(box, field, words) {
  box.hidden = !words;
  box.textContent = words;
  if (words) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

/** Two texts and the question which to keep, below a line or its note. `settle` gets "mine", "theirs" or "both". */
export function ask(place, question, settle) {
  place.querySelector(":scope > [data-changed], :scope > [data-choose]")?.remove();
  const box = document.importNode(question, true);
  place.append(box);
  box.addEventListener("click", (event) => {
    const keep = event.target.closest("[data-keep]")?.dataset.keep;
    if (!keep) return;
    box.remove();
    settle(keep);
  });
}
