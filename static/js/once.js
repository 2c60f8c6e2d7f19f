// A form is sent once: a second press while the answer is on its way does nothing. The button stays enabled and says so.
const SAYS_SO_AFTER = 400;
const OPENS_AGAIN_AFTER = 10_000; // an answer that is a download leaves the page standing
const sent = new WeakMap();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.hasAttribute("hx-post") || form.hasAttribute("hx-get")) return;
  if (sent.has(form)) return event.preventDefault();
  const button = event.submitter;
  const words = button?.textContent;
  const timer = setTimeout(() => {
    if (button?.dataset.busy) button.textContent = button.dataset.busy;
  }, SAYS_SO_AFTER);
  sent.set(form, () => {
    clearTimeout(timer);
    if (button?.dataset.busy) button.textContent = words;
    sent.delete(form);
  });
  setTimeout(() => sent.get(form)?.(), OPENS_AGAIN_AFTER);
});
addEventListener("pageshow", () => {
  for (const form of document.forms) sent.get(form)?.();
});
