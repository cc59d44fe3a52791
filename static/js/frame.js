// Behaviour of the frame: menus, dialogs, toasts, theme, password reveal, copy, error focus.
// Everything here improves what already works without it.

const root = document.documentElement;

// Menus are <details>: Escape and a click elsewhere close them.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});
addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A line of tabs or chips that is wider than the screen shows the one that is current.
for (const here of document.querySelectorAll(".tabs > [aria-current], nav.chips > [aria-current]")) {
  const line = here.parentElement;
  const beyond = here.getBoundingClientRect().right - line.getBoundingClientRect().right;
  if (beyond > 0) line.scrollLeft += beyond;
}

// Dialogs: [data-dialog="id"] opens, [data-close] and a press on the backdrop close.
addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
    return;
  }
  const open = event.target.closest("dialog[open]");
  if (open && (event.target.closest("[data-close]") || event.target === open)) open.close();
});

// A line of tabs or chips that is longer than the screen shows where one is.
for (const here of document.querySelectorAll(".tabs [aria-current], nav.chips [aria-current]")) {
  const line = here.closest(".tabs, .chips");
  line.scrollLeft += here.getBoundingClientRect().left - line.getBoundingClientRect().left - (line.clientWidth - here.offsetWidth) / 2;
}

// Toasts leave by themselves unless they carry an error or an Undo; reading holds them.
const SHOWN_MS = 6000;
const toasts = document.querySelector("[data-toasts]");

function leave(toast) {
  toast.classList.add("leaving");
  setTimeout(() => toast.remove(), 260);
}
function arm(toast) {
  toast.querySelector("[data-dismiss]")?.addEventListener("click", () => leave(toast));
  if ("stay" in toast.dataset) return;
  let timer = setTimeout(() => leave(toast), SHOWN_MS);
  const hold = () => clearTimeout(timer);
  const release = () => { timer = setTimeout(() => leave(toast), SHOWN_MS); };
  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, hold);
  for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, release);
}
function say({ text, tone = "" }) {
  const toast = document.createElement("div");
  toast.className = `toast ${tone}`;
  if (tone === "bad") toast.dataset.stay = "";
  const words = document.createElement("span");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn square quiet";
  close.dataset.dismiss = "";
  close.setAttribute("aria-label", toasts.dataset.close);
  close.textContent = "×";
  toast.append(document.createElement("i"), words, close);
  toasts.append(toast);
  arm(toast);
}
toasts?.querySelectorAll(".toast").forEach(arm);
document.addEventListener("toast", (event) => say(event.detail));

// Theme, text size and movement change at once; the frame's form keeps the choice.
const sent = { theme: "theme", text: "text", motion: "motion" };
const frame = document.getElementById("frame");
frame?.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || !(button.name in sent)) return;
  event.preventDefault();
  if (button.value) root.dataset[button.name] = button.value;
  else delete root.dataset[button.name];
  for (const other of document.querySelectorAll(`[data-display] button[name="${button.name}"]`)) {
    other.setAttribute("aria-pressed", String(other.value === button.value));
  }
  const body = new FormData(frame, button);
  fetch(button.formAction, { method: "POST", body, redirect: "manual" }).catch(() => {
    frame.action = button.formAction;
    frame.submit();
  });
});

// Passwords can be looked at.
addEventListener("click", (event) => {
  const button = event.target.closest("[data-reveal]");
  const input = button && document.getElementById(button.dataset.reveal);
  if (!input) return;
  const shown = input.type === "text";
  input.type = shown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!shown));
  const label = button.firstChild;
  const next = button.dataset.hide;
  button.dataset.hide = label.nodeValue;
  label.nodeValue = next;
});

// Copy, and say so where the button's words were.
addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.querySelector("span");
  const before = words.textContent;
  words.textContent = button.dataset.copied;
  setTimeout(() => { words.textContent = before; }, 2000);
});

// A form that came back with errors starts at its summary.
document.querySelector("[data-focus]")?.focus();

// The worker keeps a page for when there is no connection, in the reader's language.
if ("serviceWorker" in navigator && root.dataset.worker) {
  addEventListener("load", async () => {
    try {
      await navigator.serviceWorker.register(root.dataset.worker, { scope: "/" });
      const registration = await navigator.serviceWorker.ready;
      registration.active.postMessage({ language: root.lang });
    } catch { /* private windows have none, and lose nothing but that page */ }
  });
}

// What was typed when the session had ended goes back into its form.
if (sessionStorage.getItem("kept-form")) import("./kept-form.js");

// Ctrl+K and the menu's link open the places one can go to.
const openCommand = async () => {
  const link = document.querySelector("a[data-command]");
  if (link) (await import("./command.js")).open(link);
};
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "k") return;
  if (!document.querySelector("a[data-command]")) return;
  event.preventDefault();
  openCommand();
});
addEventListener("click", (event) => {
  if (!event.target.closest("a[data-command]") || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  openCommand();
});
