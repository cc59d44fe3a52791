// A search box that suggests: the combobox with a list of the ARIA practices, over a plain form.
// The server answers with the options; without it, or without this script, the form searches.

const WAIT_MS = 150;
const SHORTEST = 2;

function suggest(box) {
  const input = box.querySelector("input");
  const list = box.querySelector("[role=listbox]");
  const status = box.querySelector("[role=status]");
  const known = new Map();
  let active = -1;
  let timer = 0;
  let asking = null;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  const options = () => [...list.children];

  function mark(index) {
    const all = options();
    active = all.length ? (index + all.length + 1) % (all.length + 1) : -1;
    if (active === all.length) active = -1; // one step past either end is the field itself
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    if (active < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  }
  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  }
  function show(answer) {
    list.replaceChildren(...[...answer.children].map((option) => option.cloneNode(true)));
    options().forEach((option, at) => { option.id = `${list.id}-${at}`; });
    status.textContent = answer.dataset.status;
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
  }
  async function ask() {
    const text = input.value.trim();
    if (text.length < SHORTEST) { close(); status.textContent = ""; return; }
    if (known.has(text)) { show(known.get(text)); return; }
    asking?.abort();
    asking = new AbortController();
    try {
      const address = new URL(box.dataset.suggest, location.href);
      address.searchParams.set("q", text);
      const response = await fetch(address, { signal: asking.signal });
      if (!response.ok) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const answer = page.querySelector("ul");
      if (!answer) return;
      known.set(text, answer);
      if (input.value.trim() === text && document.activeElement === input) show(answer);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }
  const open = (option) => location.assign(option.dataset.url);

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("compositionend", () => { timer = setTimeout(ask, WAIT_MS); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && list.hidden) { ask(); event.preventDefault(); return; }
    if (list.hidden) return;
    if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active < 0 ? options().length - 1 : active - 1);
    else if (event.key === "Enter" && active >= 0) open(options()[active]);
    else if (event.key === "Escape") close();
    else if (event.key === "Tab") { close(); return; }
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => setTimeout(() => {
    if (document.activeElement !== input) close();
  }, 150));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) open(option);
  });
  input.form?.addEventListener("submit", close);
}

document.querySelectorAll("[data-suggest]").forEach(suggest);
