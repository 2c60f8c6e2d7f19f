// The lock page of the server leaves when another tab has unlocked. A page that answers something sent stays: loading it
// again would send it again.
if (!document.querySelector("[data-sent]")) {
  new BroadcastChannel("handrail-lock").addEventListener("message", ({ data }) => { if (data.kind === "open") location.replace(location.href); });
}
