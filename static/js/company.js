// Who else has the plan open, and what they changed: asked now and then, more often while somebody is there. No words of the plan.
const ALONE = 20_000;
const TOGETHER = 4000;
const GIVES_UP_AFTER = 10_000;

export function keepCompany(box, form) {
  const open = box.querySelector("[data-who]");
  const changes = box.querySelector("[data-changes]");
  let { since } = box.dataset;
  let there = "";
  let timer = 0;
  let asked = 0;
  let asking = false;

  const next = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(look, wait);
  };

  async function look() {
    clearTimeout(timer);
    if (asking) return;
    asking = true;
    asked = Date.now();
    try {
      const answer = await fetch(box.dataset.company, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.timeout(GIVES_UP_AFTER),
        body: new URLSearchParams({ step: box.dataset.at, since, there, ...("shared" in form.dataset ? { shared: "on" } : {}) }),
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "X-Background": "1", "HX-Request": "true" },
      });
      if (answer.status === 200) take(new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild);
    } catch { /* no network: the status line says so as soon as something is to be saved */ }
    asking = false;
    next(there ? TOGETHER : ALONE);
  }

  function take(answer) {
    ({ there, since } = answer.dataset);
    open.textContent = answer.querySelector("[data-who]")?.textContent.trim() ?? "";
    for (const change of answer.querySelectorAll("[data-changed-step]")) {
      changes.querySelector(`[data-changed-step="${change.dataset.changedStep}"]`)?.remove();
      changes.append(document.importNode(change, true));
    }
  }

  // who writes hears soon that somebody else is there
  form.addEventListener("input", () => { if (!asking && !there) next(Math.max(0, asked + TOGETHER - Date.now())); });
  addEventListener("handrail:unlocked", () => next(0));
  look();
}
