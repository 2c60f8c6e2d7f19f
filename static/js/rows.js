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
