// The report of an incident: kept on the server while it is typed, through the same queue and status line as the plan.
// It is a draft until it is handed in. Without this file "Keep for later" does the same.
import { formWaits, linksWait, Saves } from "./save-state.js";

const SAVES_AFTER = 800;
const form = document.querySelector("form[data-draft]");
const line = document.getElementById("save-state");
const version = form.elements.version;
const read = () => new URLSearchParams([...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "version"].includes(name))).toString();
// words of a page that was refused are not stored yet
let stored = form.querySelector("[aria-invalid]") ? null : read();
let timer = 0;
let queued = false;
let trouble = "";

const isUnsaved = () => stored !== read();
const saves = new Saves(line, form, { unsaved: () => Number(!queued && isUnsaved()), trouble: () => trouble });

function save() {
  clearTimeout(timer);
  if (queued || trouble || !isUnsaved()) return;
  queued = true;
  let sent;
  saves.push({
    address: location.href,
    body: () => {
      sent = read();
      return [...new URLSearchParams(sent), ["version", version.value], ["later", "1"]];
    },
    done: (saved) => {
      queued = false;
      stored = sent;
      version.value = saved.dataset.version;
      save();
    },
    refused: (status, answer, why) => {
      queued = false;
      trouble = why;
    },
  });
}

form.addEventListener("input", () => {
  trouble = "";
  saves.touched();
  clearTimeout(timer);
  timer = setTimeout(save, SAVES_AFTER);
});
form.addEventListener("focusout", save);
formWaits(form, saves, save, () => line.scrollIntoView({ block: "nearest" }));
linksWait(saves, save);
