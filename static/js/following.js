// Stop letting the phone follow: at once, whatever waits to be saved or cannot be, and without leaving the page.
const notice = document.getElementById("following");
const GIVES_UP_AFTER = 10_000;

notice?.querySelector("[data-stop]").addEventListener("click", async (event) => {
  event.preventDefault();
  const button = event.currentTarget;
  const words = notice.querySelector("[role=status]");
  const token = button.form.elements.csrfmiddlewaretoken.value;
  const answer = await fetch(location.pathname, {
    method: "POST",
    redirect: "manual",
    signal: AbortSignal.timeout(GIVES_UP_AFTER),
    body: new URLSearchParams({ do: button.value }),
    headers: { "X-CSRFToken": token, "HX-Request": "true" },
  }).catch(() => null);
  const stopped = answer?.status === 204;
  words.textContent = stopped ? notice.dataset.stopped : notice.dataset.notStopped;
  if (!stopped) return;
  button.remove();
  document.querySelector("[data-while-following]")?.remove();
  words.focus();
});
