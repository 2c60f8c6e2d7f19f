// Words that are typed and not sent yet: the browser asks before they go. What is handed in goes without asking.
const form = document.querySelector("main form[method=post]");
const read = () => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"));
const first = form.querySelector("[aria-invalid]") ? "" : read();
let sent = false;

form.addEventListener("submit", (event) => { sent = !event.defaultPrevented; });
addEventListener("pageshow", () => { sent = false; });
addEventListener("beforeunload", (event) => {
  if (!sent && read() !== first) event.preventDefault();
});
