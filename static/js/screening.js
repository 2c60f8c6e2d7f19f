// Answers of a questionnaire: each goes to the server when it is given. After an answer about self-harm the numbers that
// help stand below it at once. Without this file the buttons save the whole form.
import { formWaits, linksWait, Saves } from "./save-state.js";
import { operation } from "./sending.js";

const form = document.querySelector("[data-screening]");
const line = document.getElementById("save-state");
const typing = new Set();
const trouble = new Map();
const saves = new Saves(line, form, { unsaved: () => typing.size, trouble: () => [...trouble.values()][0] ?? "" });

function give(box, value) {
  typing.delete(box);
  trouble.delete(box);
  const own = operation();
  saves.push({
    address: box.dataset.answer,
    body: () => ({ value, operation_id: own }),
    done: (answer) => showHelp(box, answer.querySelector("[data-help]")),
    refused: (status, answer, why) => {
      trouble.set(box, why);
      said(box, answer ?? why);
    },
  });
}

function said(box, words) {
  box.querySelector("[data-said]").replaceChildren(words instanceof Node ? document.importNode(words, true) : words);
}

function showHelp(box, help) {
  const place = box.querySelector("[data-said]");
  if (!place.querySelector("[data-help]")) place.replaceChildren();
  if (help && !document.querySelector("[data-help]")) said(box, help);
}

for (const box of form.querySelectorAll("[data-answer]")) {
  box.addEventListener("input", (event) => {
    if (event.target.type === "radio") return;
    typing.add(box);
    saves.touched();
  });
  box.addEventListener("change", (event) => give(box, event.target.value));
}

// given before this file was there, or put back by the browser: not with the server yet
for (const box of form.querySelectorAll("[data-answer]")) {
  for (const field of box.querySelectorAll("input")) {
    const isNew = field.type === "radio" ? field.checked && !field.defaultChecked : field.value !== field.defaultValue;
    if (isNew) give(box, field.value);
  }
}

const nothing = () => {}; // an answer is handed in when it is given
formWaits(form, saves, nothing);
linksWait(saves, nothing);
