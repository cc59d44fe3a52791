// Ctrl+K: the places that a person can go to, narrowed while they type. Without script the link opens a page.

let dialog = null;
let input, options, status;

const shown = () => options.filter((option) => !option.hidden);
const chosen = () => options.find((option) => option.getAttribute("aria-selected") === "true");

const choose = (option) => {
  for (const one of options) one.setAttribute("aria-selected", String(one === option));
  if (option) {
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    input.removeAttribute("aria-activedescendant");
  }
};

const narrow = () => {
  const words = input.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  for (const option of options) {
    const name = option.textContent.toLocaleLowerCase();
    option.hidden = !words.every((word) => name.includes(word));
  }
  choose(shown()[0]);
  status.textContent = shown().length ? "" : status.dataset.none;
};

const go = (option) => { if (option) location.assign(option.dataset.url); };

const press = (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    const list = shown();
    if (list.length) choose(list[(list.indexOf(chosen()) + step + list.length) % list.length]);
  } else if (event.key === "Enter") {
    go(chosen());
  } else {
    return;
  }
  event.preventDefault();
};

const fetched = async (address) => {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  const shape = document.createElement("template");
  shape.innerHTML = await answer.text();
  return shape.content.querySelector("dialog");
};

export const open = async (link) => {
  if (!dialog) {
    dialog = await fetched(link.href);
    if (!dialog) return location.assign(link.href); // signed out meanwhile, for one
    document.body.append(dialog);
    input = dialog.querySelector("input");
    options = [...dialog.querySelectorAll("[role=option]")];
    status = dialog.querySelector("[role=status]");
    input.addEventListener("input", narrow);
    input.addEventListener("keydown", press);
    dialog.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
  }
  if (dialog.open) return undefined;
  input.value = "";
  narrow();
  dialog.showModal();
  input.focus();
  return undefined;
};
