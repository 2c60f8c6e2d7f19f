// Answers of the intake: saved while typing through the same queue and status line as the plan.
// Without this file the buttons save the whole section.
import { operation, Saves } from "./save-state.js";

const SAVES_AFTER = 800;
const form = document.querySelector("[data-answers]");
const line = document.getElementById("save-state");

const answers = [...form.querySelectorAll("[data-answer]")].map((box) => {
  const field = box.querySelector("textarea, input:not([type=hidden]), select");
  // words of a page that was refused are not stored yet
  return { box, field, stored: field.hasAttribute("aria-invalid") ? null : field.value, seen: box.querySelector("[data-seen]"), timer: 0, queued: false, trouble: "" };
});
const isUnsaved = (answer) => answer.stored !== answer.field.value;
const saves = new Saves(line, form, {
  unsaved: () => answers.filter((answer) => !answer.queued && isUnsaved(answer)).length,
  trouble: () => answers.map((answer) => answer.trouble).find(Boolean) ?? "",
});

function save(answer) {
  clearTimeout(answer.timer);
  if (answer.queued || answer.trouble || !isUnsaved(answer)) return;
  answer.queued = true;
  const id = operation();
  let sent;
  saves.push({
    address: answer.box.dataset.answer,
    body: () => {
      sent = answer.field.value;
      return { value: sent, seen_version: answer.seen.value, operation_id: id };
    },
    done: (saved) => {
      answer.queued = false;
      answer.stored = sent;
      answer.seen.value = saved.dataset.version;
      if (isUnsaved(answer)) save(answer);
    },
    refused: (status, box, why) => {
      answer.queued = false;
      answer.trouble = why;
      show(answer, box, why);
    },
  });
}

/** What the server said, below the field; a conflict with three ways out. */
function show(answer, box, why) {
  const place = answer.box.querySelector("[data-said]");
  place.replaceChildren(box ? document.importNode(box, true) : why);
  place.querySelectorAll("[data-keep]").forEach((button) => button.addEventListener("click", () => keep(answer, box, button.dataset.keep)));
}

function keep(answer, box, choice) {
  const theirs = box.querySelector("[data-theirs]").textContent;
  answer.seen.value = box.dataset.version;
  answer.stored = theirs;
  if (choice === "theirs") answer.field.value = theirs;
  if (choice === "both") answer.field.value = `${theirs}\n${answer.field.value}`;
  cleared(answer);
  save(answer);
  if (!saves.waiting) saves.say(line.dataset.saved);
  answer.field.focus();
}

function cleared(answer) {
  answer.trouble = "";
  answer.box.querySelector("[data-said]").replaceChildren();
}

for (const answer of answers) {
  answer.field.addEventListener("input", () => {
    if (!answer.box.querySelector("[data-keep]")) cleared(answer);
    saves.touched();
    clearTimeout(answer.timer);
    answer.timer = setTimeout(() => save(answer), SAVES_AFTER);
  });
  answer.field.addEventListener("focusout", () => save(answer));
}

form.addEventListener("submit", async (event) => {
  answers.forEach(save);
  if (!saves.waiting && !saves.trouble()) return;
  event.preventDefault();
  event.stopPropagation();
  if (await saves.settled()) form.requestSubmit(event.submitter);
  else (answers.find((answer) => answer.trouble) ?? answers[0]).field.focus();
});
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.target || event.ctrlKey || event.metaKey || event.button) return;
  answers.forEach(save);
  if (!saves.waiting) return;
  event.preventDefault();
  if (await saves.settled()) location.assign(link.href);
});
