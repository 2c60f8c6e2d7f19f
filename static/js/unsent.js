// Words that are typed and not sent yet: the browser asks before they go. What is handed in goes without asking.
const form = document.querySelector("main form[method=post]");
const cameBack = form.querySelector("[aria-invalid]") !== null; // with words that nobody has stored
let sent = false;

/** Against what the page came with, so that words typed before this script was there count too. */
function differs(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
  return "defaultValue" in field && field.value !== field.defaultValue;
}

form.addEventListener("submit", (event) => { sent = !event.defaultPrevented; });
addEventListener("pageshow", () => { sent = false; });
addEventListener("beforeunload", (event) => {
  if (!sent && (cameBack || [...form.elements].some(differs))) event.preventDefault();
});
