// Questions to ask beside a step: asked for again after lines were saved, answered in place. They never take the focus
// from where somebody types. Without this file the buttons are submits like all others.
const EVERY = 3000;
const box = document.querySelector("[data-hints]");
const form = box?.closest("form") ?? box?.querySelector("form");
const headers = () => ({ "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "HX-Request": "true" });
const list = () => box.querySelector("[data-hints-list]");
const isBeingUsed = () => document.activeElement?.closest("[data-hint-box], [data-hints]");

let timer = 0;
let last = 0;
let answered = 0;

function later() {
  clearTimeout(timer);
  timer = setTimeout(refresh, Math.max(600, last + EVERY - Date.now()));
}

async function refresh() {
  if (!box.isConnected) return;
  if (isBeingUsed()) { later(); return; }
  last = Date.now();
  const before = answered;
  const answer = await fetch(box.dataset.refresh, { redirect: "manual", headers: { ...headers(), "X-Background": "1" } }).catch(() => null);
  if (!answer?.ok) return;
  const html = await answer.text();
  if (before === answered) place(html); // asked for before a question was answered, it would bring it back
  else later();
}

/** The box as it stands now, and each question about a line under that line. */
function place(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const now = page.querySelector("[data-hints-list]");
  if (!now || !box.isConnected) return;
  const said = now.dataset.tells === list().dataset.tells ? "" : now.dataset.tells;
  const wasOpen = list().querySelector("details")?.open;
  for (const old of document.querySelectorAll("[data-line-hints]")) old.replaceChildren();
  for (const about of now.querySelectorAll("[data-hint-of]")) {
    document.querySelector(`.line[data-item="${about.dataset.hintOf}"] [data-line-hints]`)?.append(...about.childNodes);
    about.remove();
  }
  list().replaceWith(document.adoptNode(now));
  if (wasOpen && list().querySelector("details")) list().querySelector("details").open = true;
  if (said) box.querySelector("[data-hints-said]").textContent = said;
}

async function answer(button) {
  const row = button.closest(".line");
  answered += 1;
  const body = new URLSearchParams({ at: box.dataset.at, hint: button.dataset.hint });
  const done = await fetch(box.dataset.answer, { method: "POST", body, redirect: "manual", headers: headers() }).catch(() => null);
  if (!done?.ok) { form.requestSubmit(button); return; }
  place(await done.text());
  answered += 1;
  const next = row?.querySelector("[data-hint]") ?? row?.querySelector("textarea") ?? box.querySelector("#hints-title");
  (next?.closest("[hidden]") ? document.querySelector("h1") : next)?.focus();
}

if (box) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-hint]");
    if (!button) return;
    event.preventDefault();
    answer(button);
  });
  if (box.dataset.refresh) addEventListener("handrail:saved", later);
  addEventListener("handrail:locking", () => clearTimeout(timer));
}
