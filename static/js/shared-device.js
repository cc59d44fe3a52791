// On a shared device: shows how long the session goes on, asks before it ends, leaves when it is over. The server
// ends it in any case; this only says so in time, and tells the server that somebody is reading without clicking.

const strip = document.querySelector("[data-shared-device]");
if (strip) {
  const { left, warn, url, over } = strip.dataset;
  const shown = strip.querySelector("[data-shared-left]");
  const ask = strip.querySelector("[data-shared-ask]");
  const seconds = strip.querySelector("[data-shared-seconds]");
  const whole = Number(left) * 1000;
  let end = Date.now() + whole;
  let told = Date.now();
  let active = false;

  const two = (number) => String(number).padStart(2, "0");
  const stay = async () => {
    told = Date.now();
    active = false;
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        accept: "application/json",
        "x-csrftoken": JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"],
      },
    }).catch(() => null);
    if (!answer) return; // no network: the clock goes on
    if (!answer.ok) location.replace(over);
    else end = Date.now() + (await answer.json()).left * 1000;
  };
  const tick = () => {
    const rest = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    if (rest <= 0) {
      location.replace(over);
      return;
    }
    // Not at every key: often enough that the clock never runs out under a reader's hands.
    if (active && !ask.open && Date.now() - told > Math.min(20000, whole / 4)) stay();
    shown.textContent = shown.dataset.words.replace("%s", `${Math.floor(rest / 60)}:${two(rest % 60)}`);
    seconds.textContent = rest;
    const soon = rest <= Math.min(Number(warn), whole / 2000);
    strip.classList.toggle("soon", soon);
    if (soon && !ask.open) ask.showModal();
    if (!soon && ask.open) ask.close();
    setTimeout(tick, 500);
  };
  for (const name of ["pointerdown", "keydown", "scroll", "touchstart"]) {
    addEventListener(name, () => { active = true; }, { passive: true, capture: true });
  }
  strip.querySelector("[data-shared-stay]").addEventListener("click", stay);
  ask.addEventListener("cancel", stay);
  // Shown again from the back-forward cache: ask the server anew.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  tick();
}
