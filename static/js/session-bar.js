// The bar of an open session while its page stays: the time where the client is, the amber word after three minutes, and a
// place that changed elsewhere.
import { clock } from "./clock.js";

const EVERY = 5000;
const bar = document.querySelector("[data-session-bar]");

function tick() {
  const there = bar.querySelector("[data-clock]");
  const amber = bar.querySelector("[data-amber-at]");
  if (there) there.textContent = clock(new Date(), there.dataset.clock);
  amber?.classList.toggle("amber", Date.now() >= Date.parse(amber.dataset.amberAt));
}

if (bar) {
  setInterval(tick, EVERY);
  addEventListener("handrail:moved", ({ detail }) => {
    const { where, isConfirmed } = detail;
    const state = bar.querySelector("[data-bar-state]");
    delete state.dataset.amberAt; // what was known of the old place says nothing of the new one
    state.textContent = isConfirmed ? bar.dataset.confirmed : bar.dataset.notConfirmed;
    state.classList.toggle("amber", !isConfirmed);
    bar.querySelector("[data-bar-place]").textContent = where;
    bar.querySelector("[data-bar-adult]")?.remove(); // asked anew at another place
    bar.querySelector("[data-clock]")?.closest("p").remove(); // the new place may have another time
  });
}
