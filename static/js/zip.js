// What a ZIP code tells, taken over without a reload: into empty boxes only. Looking it up is htmx's part.
const box = document.querySelector("[data-zip]");
const form = box?.closest("form");
const zip = form?.elements.postcode;
let asked = zip?.value ?? "";

// five digits are looked up by themselves, once
zip?.addEventListener("input", () => {
  const typed = zip.value.trim();
  if (!/^\d{5}$/.test(typed) || typed === asked || form.elements.country_code.value !== "US") return;
  asked = typed;
  form.elements.look_up.click();
});

box?.addEventListener("click", (event) => {
  const take = event.target.closest("[data-zip-take]");
  if (!take) return;
  event.preventDefault();
  const filled = [];
  for (const name of ["town", "county", "region", "time_zone"]) {
    const value = take.getAttribute(`data-${name}`);
    const field = form.elements[name];
    if (!value || field.value.trim()) continue;
    field.value = value;
    filled.push(field);
  }
  const said = document.createElement("p");
  said.className = "hint";
  said.textContent = take.dataset.taken;
  take.replaceWith(said);
  filled[0]?.focus();
});
