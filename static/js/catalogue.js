// The catalogue: what is ticked for comparison outlives filters and pages; after a swap the search box
// says what was searched for, and focus and screen readers know that the results are new.

const form = document.querySelector("[data-compare]");
const names = form.querySelector("[data-names]");
const most = Number(form.dataset.most);
const KEY = "compare";
const results = document.getElementById("results");
const found = document.getElementById("found");

function read() {
  try { return JSON.parse(sessionStorage.getItem(KEY)) ?? []; } catch { return []; }
}
let chosen = read(); // [{slug, title}]

function boxes() { return [...document.querySelectorAll('input[name="c"][form="compare"]')]; }

function draw() {
  const there = new Set();
  for (const box of boxes()) {
    there.add(box.value);
    box.checked = chosen.some((one) => one.slug === box.value);
    box.disabled = !box.checked && chosen.length >= most;
  }
  form.querySelectorAll("input[type=hidden]").forEach((input) => input.remove());
  for (const one of chosen.filter(({ slug }) => !there.has(slug))) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: "c", value: one.slug });
    form.append(input);
  }
  names.textContent = chosen.length ? chosen.map((one) => one.title).join(" · ") : names.dataset.none;
  form.hidden = !chosen.length;
  form.querySelector("[data-forget]").hidden = !chosen.length;
}
function keep() {
  try { sessionStorage.setItem(KEY, JSON.stringify(chosen)); } catch { /* private mode: this page only */ }
  draw();
}

document.addEventListener("change", (event) => {
  const box = event.target.closest('input[name="c"][form="compare"]');
  if (!box) return;
  chosen = chosen.filter((one) => one.slug !== box.value);
  if (box.checked) chosen.push({ slug: box.value, title: box.dataset.title });
  keep();
});
form.querySelector("[data-forget]").addEventListener("click", () => { chosen = []; keep(); });

document.addEventListener("htmx:configRequest", (event) => {
  // What was not said does not stand in the address.
  const { parameters } = event.detail;
  for (const name of ["q", "sort"]) if (!parameters[name]) delete parameters[name];
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== results) return;
  const head = results.querySelector("h2");
  const box = document.getElementById("q");
  if (document.activeElement !== box) box.value = head.dataset.text;
  found.textContent = head.textContent;
  if (document.activeElement === document.body) head.focus({ preventScroll: true });
  draw();
});
addEventListener("pageshow", () => { chosen = read(); draw(); });
draw();
