// The draft while it is written together: asked every three seconds while somebody can see it, and put in place when it is another.
// Nothing is kept. As soon as the server has nothing to follow, or asks for the code, the words leave the page.
const EVERY = 3000;
const GIVES_UP_AFTER = 10_000;
const box = document.querySelector("[data-follow]");
const status = document.getElementById("top-status");
let seal = box.dataset.follow;
let asking = false;
let over = false;
let timer = 0;
box.querySelector("[data-newest]").hidden = true;

async function look() {
  clearTimeout(timer);
  if (over || asking || document.visibilityState !== "visible") return; // goes on when it is looked at again
  asking = true;
  await ask();
  asking = false;
  if (!over) timer = setTimeout(look, EVERY);
}

async function ask() {
  let trouble = false;
  try {
    const answer = await fetch(location.pathname, {
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(GIVES_UP_AFTER),
      headers: { "X-Background": "1", "If-None-Match": seal },
    });
    const words = await answer.text();
    if (answer.type === "opaqueredirect" || (answer.status >= 400 && answer.status < 500)) return end();
    trouble = answer.status >= 500;
    if (answer.status === 200) {
      seal = answer.headers.get("ETag");
      box.querySelector("[data-draft]").innerHTML = words; // escaped by the server, as in the page itself
    }
  } catch {
    trouble = true;
  }
  status.textContent = trouble ? box.dataset.noNetwork : "";
}

function end() {
  over = true;
  status.textContent = box.dataset.over;
  box.replaceChildren(document.querySelector("[data-ended]").content.cloneNode(true));
}

document.addEventListener("visibilitychange", look);
look();
