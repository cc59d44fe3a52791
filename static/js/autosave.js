// <form data-autosave>: a draft saves itself 0.8 s after the last change and says so in [data-saved].

const PAUSE_MS = 800;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-saved]") || document.querySelector("[data-saved]");
  let timer = 0;
  let running = false;
  let dirty = false;
  let sentBy = null; // the event of a submit that waits for the save under way

  const say = (state, words) => {
    if (!status) return;
    status.dataset.state = state;
    status.textContent = words;
  };

  // One request at a time, so an older draft can never overtake a newer one.
  const save = async () => {
    clearTimeout(timer);
    if (!dirty || running) return;
    dirty = false;
    running = true;
    say("saving", status?.dataset.saving);
    let saved = false;
    try {
      const answer = await fetch(form.dataset.autosave || form.action || location.href, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "1" },
        redirect: "manual", // a redirect means a lost session: not saved
      });
      saved = answer.ok;
      // Where the server counts saves, the next one builds on this one.
      const revision = answer.headers.get("X-Revision");
      if (revision && form.elements.revision) form.elements.revision.value = revision;
    } catch {
      saved = false;
    }
    running = false;
    if (sentBy) {
      form.requestSubmit(sentBy.submitter);
      return;
    }
    if (saved && dirty) {
      timer = setTimeout(save, PAUSE_MS);
      return;
    }
    if (!saved) dirty = true;
    say(saved ? "done" : "failed", saved ? status?.dataset.done : status?.dataset.failed);
  };

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    dirty = false;
    sentBy = running ? event : null;
    if (running) event.preventDefault(); // it has to build on the revision that save gets
  });
  // Leaving the tab saves at once; leaving the page with something unsaved asks first.
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
}
