// The bar of an open session while its page stays: the time where the client is, and the amber word after three minutes.
const EVERY = 5000;
const bar = document.querySelector("[data-session-bar]");

function tick() {
  const clock = bar.querySelector("[data-clock]");
  const amber = bar.querySelector("[data-amber-at]");
  if (clock) clock.textContent = new Date().toLocaleTimeString("en-US", { timeZone: clock.dataset.clock, hour: "numeric", minute: "2-digit" }).toLowerCase().replace(/([ap])m$/, "$1.m.");
  amber?.classList.toggle("amber", Date.now() >= Date.parse(amber.dataset.amberAt));
}

if (bar) setInterval(tick, EVERY);
