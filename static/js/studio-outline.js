// Dragging in the outline: modules among modules, lessons anywhere. The buttons do the same.

let dragged = null; // { element, kind }

function arm(root) {
  for (const grip of root.querySelectorAll("[data-grip]")) grip.draggable = true;
}

const kindOf = (element) => (element.hasAttribute("data-module") ? "module" : "lesson");
const rowOf = (node) => node.closest?.("[data-lesson], [data-module]");

function clear() {
  for (const name of ["drop-before", "drop-after"]) {
    document.querySelectorAll(`.${name}`).forEach((row) => row.classList.remove(name));
  }
}

// Where a drop would land: a row, and whether before or after it; or a module without lessons.
function landing(event) {
  let row = rowOf(event.target);
  if (!row || !dragged) return null;
  if (dragged.kind === "module") row = row.closest("[data-module]");
  else if (kindOf(row) === "module") {
    const list = row.querySelector("[data-lessons]");
    return { row: list.lastElementChild || row, list, after: true };
  }
  if (!row || row === dragged.element) return null;
  const box = row.getBoundingClientRect();
  const after = event.clientY > box.top + box.height / 2;
  return { row, list: row.parentElement, after };
}

addEventListener("dragstart", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  const element = grip && rowOf(grip);
  if (!element) return;
  dragged = { element, kind: kindOf(element) };
  element.classList.add("dragging");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
  event.dataTransfer.setDragImage(element, 12, 12);
});

addEventListener("dragover", (event) => {
  const place = landing(event);
  clear();
  if (!place) return;
  event.preventDefault();
  place.row.classList.add(place.after ? "drop-after" : "drop-before");
});

addEventListener("drop", (event) => {
  const place = landing(event);
  clear();
  if (!place) return;
  event.preventDefault();
  const { element, kind } = dragged;
  const others = [...place.list.children].filter((row) => row !== element);
  const at = others.indexOf(place.row);
  const index = at < 0 ? others.length : at + (place.after ? 1 : 0);
  const values = { index };
  if (kind === "lesson") values.module = place.list.closest("[data-module]").dataset.module;
  const target = document.querySelector("[data-outline]");
  window.htmx.ajax("POST", element.dataset.move, { target, swap: "outerHTML", values });
});

addEventListener("dragend", () => {
  dragged?.element.classList.remove("dragging");
  dragged = null;
  clear();
});

arm(document);
document.addEventListener("htmx:load", (event) => arm(event.detail.elt));
