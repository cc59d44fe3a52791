// <form data-bulk>: counts the ticked rows, ticks all, shows the bar only while something is ticked.
// A box may stand outside of the form and name it by its form attribute.

for (const form of document.querySelectorAll("form[data-bulk]")) {
  const bar = form.querySelector("[data-bulk-bar]");
  const count = form.querySelector("[data-bulk-count]");
  const boxes = () => [...form.elements].filter((box) => box.matches('.pick input[type="checkbox"]:not([data-bulk-all])'));
  const all = () => [...form.elements].find((box) => box.matches("[data-bulk-all]"));

  const refresh = () => {
    const rows = boxes();
    const ticked = rows.filter((box) => box.checked).length;
    if (bar) bar.hidden = ticked === 0;
    if (count) count.textContent = ticked === 1 ? count.dataset.one : count.dataset.many.replace("#", ticked);
    const head = all();
    if (head) {
      head.checked = rows.length > 0 && ticked === rows.length;
      head.indeterminate = ticked > 0 && ticked < rows.length;
    }
  };

  document.addEventListener("change", (event) => {
    if (event.target.form !== form) return;
    if (event.target.matches("[data-bulk-all]")) {
      for (const box of boxes()) box.checked = event.target.checked;
    }
    refresh();
  });
  // Rows that htmx put in, and ticks that the browser restored.
  form.addEventListener("htmx:afterSettle", refresh);
  addEventListener("pageshow", refresh);
  refresh();
}
