// Time that passes on the page of a session: counters in words, and what is said only after some minutes. Without this the
// page says how it was when it was opened.
const EVERY = 15_000;

function said(box, minutes) {
  if (minutes < 1) return box.dataset.none;
  return minutes === 1 ? box.dataset.one : box.dataset.many.replace("%n", minutes);
}

function tell() {
  const now = Date.now();
  for (const box of document.querySelectorAll("[data-since]:not([data-since=''])")) {
    const words = said(box, Math.floor((now - Date.parse(box.dataset.since)) / 60_000));
    if (box.textContent !== words) box.textContent = words;
  }
  for (const box of document.querySelectorAll("[data-later]")) {
    if (now < Date.parse(box.dataset.later)) continue;
    box.hidden = false;
    if (box.dataset.tag) box.classList.add(box.dataset.tag);
    box.removeAttribute("data-later");
  }
}

tell();
addEventListener("handrail:session", tell);
setInterval(tell, EVERY);
