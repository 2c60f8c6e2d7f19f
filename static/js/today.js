// Today while it stays open: once a minute, in sight, the sessions as they stand now. A client's answer comes without a reload.
// Nobody does this: it keeps nothing awake, and a locked page (taken out of the document) asks nothing.
const EVERY = 60_000;
const LOOKS_EVERY = 5000;
let box = document.querySelector("[data-today]");
let asked = Date.now();

async function look() {
  if (Date.now() - asked < EVERY || document.visibilityState !== "visible") return;
  if (!box.isConnected || box.contains(document.activeElement)) return; // somebody is about to press something there
  asked = Date.now();
  const address = `${location.pathname}?stamp=${box.dataset.today}`;
  const answer = await fetch(address, { redirect: "manual", headers: { "X-Background": "1" } }).catch(() => null);
  if (answer?.status !== 200) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-today]");
  if (!fresh || !box.isConnected || box.contains(document.activeElement)) return;
  const now = document.importNode(fresh, true);
  box.replaceWith(now);
  box = now;
}

setInterval(look, LOOKS_EVERY);
document.addEventListener("visibilitychange", look);
