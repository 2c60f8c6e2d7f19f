// A form is sent once: a second press while the answer is on its way does nothing. The button stays enabled and says so.
const SAYS_SO_AFTER = 400;
const sent = new WeakMap();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.hasAttribute("hx-post") || form.hasAttribute("hx-get")) return;
  if (sent.has(form)) return event.preventDefault();
  const button = event.submitter;
  const words = button?.textContent;
  const timer = setTimeout(() => {
    if (button?.dataset.busy) button.textContent = button.dataset.busy;
  }, SAYS_SO_AFTER);
  sent.set(form, () => {
    clearTimeout(timer);
    if (button) button.textContent = words;
  });
});
addEventListener("pageshow", () => {
  for (const form of document.forms) {
    sent.get(form)?.();
    sent.delete(form);
  }
});
