// Leave page. The link works without this file; here the words vanish at once, Shift three times does the same, and
// Back shows "This page was closed". A classic script in the head on purpose: a module would let Back paint the words first.
// Storage holds one mark, "left", and nothing else.
(() => {
  const PRESSES = 3;
  const WINDOW = 5000;
  const root = document.documentElement;
  const mark = {
    get: () => { try { return sessionStorage.getItem("left") === "1"; } catch { return false; } },
    set: () => { try { sessionStorage.setItem("left", "1"); } catch { /* storage switched off: the server still ends the session */ } },
    clear: () => { try { sessionStorage.removeItem("left"); } catch { /* the same */ } },
  };

  const leave = (address) => {
    mark.set();
    document.title = document.body.dataset.new;
    document.body.replaceChildren();
    location.href = address;
  };

  const showClosed = () => {
    const { closed, open } = document.body.dataset;
    const words = document.createElement("p");
    const again = document.createElement("a");
    words.className = "closed-page";
    again.href = location.pathname;
    again.textContent = open;
    again.addEventListener("click", mark.clear);
    words.append(`${closed} `, again);
    document.title = closed;
    document.body.replaceChildren(words);
  };

  const cameBack = () => performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  if (mark.get() && cameBack()) {
    root.classList.add("closed");
    document.addEventListener("DOMContentLoaded", showClosed);
  } else {
    mark.clear();
  }
  addEventListener("pageshow", (event) => { if (event.persisted && mark.get()) showClosed(); });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-exit]");
    if (!link) return;
    event.preventDefault();
    leave(link.href);
  });

  let presses = 0;
  let typing = false; // Shift held for a capital letter is not a press
  let timer;
  const announce = () => {
    const button = document.getElementById("leave");
    let status = document.getElementById("exit-status");
    if (!presses) return status?.remove();
    if (!status) {
      status = Object.assign(document.createElement("span"), { id: "exit-status", className: "exit-dots" });
      status.setAttribute("role", "status");
      button.before(status);
    }
    const dots = Array.from({ length: PRESSES }, (_, n) => Object.assign(document.createElement("i"), { className: n < presses ? "on" : "" }));
    const words = Object.assign(document.createElement("span"), { className: "vh", textContent: button.dataset.presses });
    status.replaceChildren(...dots, words);
  };
  const reset = () => { presses = 0; clearTimeout(timer); announce(); };
  document.addEventListener("keydown", (event) => { if (event.shiftKey && event.key !== "Shift") typing = true; });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") return presses && !event.shiftKey ? reset() : undefined;
    if (typing) { typing = false; return; }
    presses += 1;
    clearTimeout(timer);
    timer = setTimeout(reset, WINDOW);
    const link = document.getElementById("leave");
    if (!link) return;
    if (presses >= PRESSES) leave(link.href);
    else announce();
  });
})();
