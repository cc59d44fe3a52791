// Takes what was kept back into its form: the page of kept things hands it on, the form's page fills it in.

const SLOT = "kept-form";
const read = () => {
  try {
    return JSON.parse(sessionStorage.getItem(SLOT) || "null");
  } catch {
    return null;
  }
};

const offered = document.querySelector("[data-kept-page]");
document.querySelector("[data-kept-open]")?.addEventListener("click", () => {
  const fields = [...new FormData(offered)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const page = new URL(offered.dataset.keptPage, location.origin).pathname;
  sessionStorage.setItem(SLOT, JSON.stringify({ page, fields }));
});

const put = (control, values) => {
  if (control.type === "checkbox" || control.type === "radio") {
    control.checked = values.includes(control.value);
  } else if (control.tagName === "SELECT" && control.multiple) {
    for (const option of control.options) option.selected = values.includes(option.value);
  } else if (values.length && !["hidden", "file", "password", "submit"].includes(control.type)) {
    control.value = values.shift();
  } else {
    return;
  }
  control.dispatchEvent(new Event("input", { bubbles: true }));
};

const fill = () => {
  const kept = read();
  if (!kept || kept.page !== location.pathname) return;
  const names = new Set(kept.fields.map(([name]) => name));
  // The form that holds most of the names.
  const held = (form) => new Set([...form.elements].map((one) => one.name).filter((name) => names.has(name))).size;
  const form = [...document.forms].sort((one, other) => held(other) - held(one))[0];
  if (!form || !held(form)) return;
  sessionStorage.removeItem(SLOT);
  const left = new Map();
  for (const [name, value] of kept.fields) left.set(name, [...(left.get(name) || []), value]);
  for (const control of form.elements) {
    if (!control.name || control.name === "csrfmiddlewaretoken") continue;
    put(control, left.get(control.name) || []);
  }
  [...form.elements].find((one) => names.has(one.name) && one.type !== "hidden")?.focus();
};

fill();
