// Narrows a list while typing, over what the page already shows: names never travel in an address.
// Enter searches on the server, which also finds what other pages hold.
const box = document.querySelector("[data-filters] input[type=search]");
const list = box && document.getElementById(box.form.dataset.filters);
const count = list && document.getElementById(`${list.id}-count`);
const whole = count?.textContent;

function fits(row, words) {
  const parts = row.dataset.names.split(/\s+/);
  const digits = words.join("").replace(/\D/g, "");
  const byPhone = digits.length >= 3 && !/[^\d\s+().-]/.test(words.join(" ")) && row.dataset.phone.includes(digits);
  return byPhone || words.every((word) => parts.some((part) => part.startsWith(word)));
}

box?.addEventListener("input", () => {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of list?.querySelectorAll("[data-names]") ?? []) {
    row.hidden = !fits(row, words);
    if (!row.hidden) shown += 1;
  }
  if (count) count.textContent = words.length ? `${shown} shown` : whole;
});
