// Takes the page out of the document and puts the same nodes back: words, caret, scroll and open dialogs as they were.
const SELECTS = /^(text|search|url|tel|password)$/;
const nodes = () => [...document.body.childNodes];
const moved = new Set(); // kept as it happens: asking every element costs a layout of the page, just when Crisis is pressed
document.addEventListener("scroll", ({ target }) => moved.add(target), { capture: true, passive: true });
export const scrolled = () => [...moved].filter((each) => each !== document && each.isConnected)
  .map((each) => [each, each.scrollLeft, each.scrollTop]);
export const caretOf = (field) => (field.matches?.("textarea") || SELECTS.test(field.type) ? [field.selectionStart, field.selectionEnd, field.selectionDirection] : null);

/** Shows `screen` alone, under this title. What it returns puts the page back. */
export function hide(screen, title) {
  const before = {
    title: document.title,
    top: [scrollX, scrollY],
    inside: scrolled(),
    field: document.activeElement,
    caret: caretOf(document.activeElement),
    dialogs: [...document.querySelectorAll("dialog:modal")],
  };
  before.field.blur?.(); // a line that is left is saved
  const page = document.createDocumentFragment();
  page.append(...nodes());
  document.title = title;
  document.body.append(screen);
  scrollTo(0, 0);
  // answers that were on their way when it locked have no business here
  const watch = new MutationObserver(() => page.append(...nodes().filter((node) => node !== screen)));
  watch.observe(document.body, { childList: true });
  return () => {
    watch.disconnect();
    document.body.replaceChildren(page);
    document.title = before.title;
    for (const dialog of before.dialogs) {
      dialog.removeAttribute("open");
      dialog.showModal();
    }
    for (const [each, x, y] of before.inside) each.scrollTo({ left: x, top: y, behavior: "instant" });
    before.field.focus?.({ preventScroll: true });
    if (before.caret) before.field.setSelectionRange(...before.caret);
    scrollTo({ left: before.top[0], top: before.top[1], behavior: "instant" });
  };
}
