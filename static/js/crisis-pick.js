// Narrows the names while typing, over what the page already holds: names never travel in an address.
// Enter opens the first one shown. Where nothing fits, it searches on the server, which also finds what the page does not hold.
const search = document.querySelector("[data-pick]");
const box = search?.querySelector("input[type=search]");
const list = document.querySelector("[data-pick-list]");
const count = search?.querySelector("[data-pick-count]");
const rows = [...(list?.querySelectorAll("[data-name]") ?? [])];

const wanted = () => box.value.toLowerCase().split(/\s+/).filter(Boolean);
const first = () => list.querySelector("li.first button");

function narrow() {
  const words = wanted();
  for (const row of rows) {
    const parts = row.dataset.name.split(/\s+/);
    row.hidden = !words.every((word) => parts.some((part) => part.startsWith(word)));
    row.classList.remove("first");
  }
  for (const group of list.querySelectorAll("[data-pick-group]")) {
    const typed = group.hasAttribute("data-pick-typed");
    group.hidden = (typed && !words.length) || !group.querySelector("li:not([hidden])");
  }
  if (!words.length) return (count.textContent = "");
  const shown = rows.filter((row) => !row.hidden);
  shown[0]?.classList.add("first");
  count.textContent = shown.length ? `${shown.length} shown. Enter opens ${shown[0].querySelector("button").firstChild.textContent.trim()}.` : "Nobody of that name in this list.";
}

box?.addEventListener("input", narrow);
search?.addEventListener("submit", (event) => {
  if (!wanted().length) return event.preventDefault();
  const chosen = event.submitter && document.activeElement === event.submitter ? null : first();
  if (!chosen) return;
  event.preventDefault();
  chosen.click();
});
if (box?.value) narrow();
