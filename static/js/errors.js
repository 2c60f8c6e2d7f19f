// The error summary gets the focus when a page or a fragment arrives with one; its links move the focus to the field.
const SUMMARY = "[data-error-summary]";
const focusSummary = (root) => (root.matches?.(SUMMARY) ? root : root.querySelector(SUMMARY))?.focus();

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-error-summary] a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  (field.closest(".field") ?? field).scrollIntoView();
  field.focus({ preventScroll: true });
});
document.addEventListener("htmx:load", (event) => focusSummary(event.target)); // fires on each new piece of the page
focusSummary(document);
