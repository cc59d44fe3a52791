// The page for no connection: goes back to where the person was as soon as there is one.

const again = () => location.reload();
addEventListener("online", again);
document.querySelector("[data-again]")?.addEventListener("click", again);
