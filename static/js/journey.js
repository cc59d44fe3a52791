/* A career path's map by keyboard: arrows, Home and End walk along the stations. Where the map stands on
   another page (data-panels), a station opens in place what it links to; without script the link leads there. */
for (const map of document.querySelectorAll("[data-journey]")) {
  const stations = [...map.querySelectorAll("a")];
  map.addEventListener("keydown", (event) => {
    const at = stations.indexOf(document.activeElement);
    if (at < 0) return;
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: stations.length - 1 }[event.key];
    if (to === undefined || !stations[to]) return;
    event.preventDefault();
    stations[to].focus();
  });
  if (!map.hasAttribute("data-panels")) continue;
  const panel = (link) => document.getElementById(link.dataset.panel);
  for (const link of stations) {
    if (!panel(link)) continue;
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.setAttribute("aria-controls", link.dataset.panel);
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      link.click();
    });
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      const opens = panel(link).hidden;
      for (const other of stations) {
        other.setAttribute("aria-expanded", String(other === link && opens));
        panel(other).hidden = !(other === link && opens);
      }
    });
  }
}
