// The crisis view. On every page of an open session it lies ready, and Crisis opens it without asking the server; on its own
// page it is there at once. Opening it takes the page's place: no dialog, and the page comes back as it was left.
import { Panel } from "./crisis-panel.js";
import { caretOf, scrolled } from "./page-kept.js";

const words = document.getElementById("crisis-words").dataset;
const ready = document.getElementById("crisis-ready");
const own = document.querySelector("main [data-crisis]");
document.documentElement.classList.add("has-crisis-script");

const afterPaint = (work) => requestAnimationFrame(() => setTimeout(work)); // the numbers come first
const panels = [];
if (own) {
  panels.push(new Panel(own, words));
  panels[0].opened();
}
if (ready) panels.push(inPlace(document.importNode(ready.content, true).firstElementChild));

/** The panel of the open session, kept out of the document until somebody presses Crisis. */
function inPlace(over) {
  const panel = new Panel(over.querySelector("[data-crisis]"), words);
  let before = null;

  function open() {
    if (before) return;
    before = {
      title: document.title,
      top: [scrollX, scrollY],
      inside: scrolled(),
      field: document.activeElement,
      caret: caretOf(document.activeElement),
    };
    document.body.append(over);
    document.body.classList.add("crisis-open");
    document.body.dataset.crisisOpen = "";
    document.title = words.title;
    scrollTo(0, 0);
    over.querySelector("h1").focus({ preventScroll: true });
    afterPaint(() => {
      dispatchEvent(new Event("handrail:crisis"));
      panel.opened();
    });
  }

  function close() {
    const { title, top, inside, field, caret } = before;
    before = null;
    document.body.classList.remove("crisis-open");
    delete document.body.dataset.crisisOpen;
    over.remove();
    document.title = title;
    for (const [each, x, y] of inside) each.scrollTo({ left: x, top: y, behavior: "instant" });
    field.focus?.({ preventScroll: true });
    if (caret) field.setSelectionRange(...caret);
    scrollTo({ left: top[0], top: top[1], behavior: "instant" });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-crisis-go]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open();
  });
  over.addEventListener("click", (event) => { if (event.target.closest("[data-crisis-close]")) close(); });
  over.querySelector("[data-crisis-close]").hidden = false;
  over.querySelector("h1").tabIndex = -1;
  return panel;
}

addEventListener("beforeunload", (event) => {
  if (panels.some((panel) => panel.mustWarn)) event.preventDefault();
});
