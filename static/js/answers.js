// Answers of the intake: saved while typing through the same queue and status line as the plan.
// Without this file the buttons save the whole section.
import { formWaits, linksWait, Saves } from "./save-state.js";
import { operation } from "./sending.js";

const SAVES_AFTER = 800;
const form = document.querySelector("[data-answers]");
const line = document.getElementById("save-state");

const TICKED = { checkbox: true, radio: true };

/** The fields of one question as one text: what is ticked with commas between. */
const read = (fields) => (TICKED[fields[0].type] ? fields.filter((field) => field.checked).map((field) => field.value).join(",") : fields[0].value);
const write = (fields, text) => {
  if (fields[0].type === "checkbox") fields.forEach((field) => { field.checked = text.split(",").includes(field.value); });
  else if (fields[0].type === "radio") fields.forEach((field) => { field.checked = field.value === text; });
  else fields[0].value = text;
};
const between = (field) => (field.type === "checkbox" ? "," : field.localName === "textarea" ? "\n" : "; ");
const both = (fields, theirs, mine) => [theirs, mine].filter(Boolean).join(between(fields[0]));
const sendable = (fields, text) => (fields[0].type === "checkbox" ? text.split(",").filter(Boolean) : [text]);

const answers = [...form.querySelectorAll("[data-answer]")].map((box) => {
  const fields = [...box.querySelectorAll("textarea, input:not([type=hidden]), select")];
  // words of a page that was refused are not stored yet
  const refused = fields.some((field) => field.hasAttribute("aria-invalid"));
  return { box, fields, stored: refused ? null : read(fields), seen: box.querySelector("[data-seen]"), timer: 0, queued: false, trouble: "" };
});
const isUnsaved = (answer) => answer.stored !== read(answer.fields);
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
      sent = read(answer.fields);
      return [...sendable(answer.fields, sent).map((value) => ["value", value]), ["seen_version", answer.seen.value], ["operation_id", id]];
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
  const theirs = box.querySelector("[data-theirs]").dataset.value;
  answer.seen.value = box.dataset.version;
  answer.stored = theirs;
  if (choice === "theirs") write(answer.fields, theirs);
  if (choice === "both") write(answer.fields, both(answer.fields, theirs, read(answer.fields)));
  cleared(answer);
  save(answer);
  if (!saves.waiting) saves.say(line.dataset.saved);
  focused(answer);
}

function focused(answer) {
  (answer.fields.find((field) => field.checked) ?? answer.fields[0]).focus();
}

function cleared(answer) {
  answer.trouble = "";
  answer.box.querySelector("[data-said]").replaceChildren();
}

for (const answer of answers) {
  answer.box.addEventListener("input", () => {
    if (!answer.box.querySelector("[data-keep]")) cleared(answer);
    saves.touched();
    clearTimeout(answer.timer);
    answer.timer = setTimeout(() => save(answer), SAVES_AFTER);
  });
  answer.box.addEventListener("focusout", () => save(answer));
}

const saveAll = () => answers.forEach(save);
const refused = () => answers.find((answer) => answer.trouble);
formWaits(form, saves, saveAll, () => focused(refused() ?? answers[0]));
linksWait(saves, saveAll, () => refused() && focused(refused()));
