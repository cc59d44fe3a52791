// The page for no connection: goes back to where the person was as soon as there is one.
// A browser that has a network believes it is online although nothing comes through, as in a tunnel;
// so this asks for the page itself, ever more rarely, while somebody looks.

const FIRST_MS = 2000;
const MOST_MS = 30_000;

const again = () => location.reload();
addEventListener("online", again);
document.querySelector("[data-again]")?.addEventListener("click", again);

async function isReached() {
  try {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    return answer.status < 502; // a proxy that reaches nobody answers with more
  } catch {
    return false;
  }
}

async function look(wait) {
  if (document.visibilityState === "visible" && (await isReached())) again();
  else setTimeout(look, wait, Math.min(wait * 1.5, MOST_MS));
}
setTimeout(look, FIRST_MS, FIRST_MS);
