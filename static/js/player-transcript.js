// The words below the video: one button per cue, the current one marked, a press seeks to it.

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export class Transcript {
  constructor(list, seek) {
    this.list = list;
    this.seek = seek;
    this.rows = new Map();
  }

  /** Show a track's cues; they may have to load first. */
  show(track, element) {
    this.track = track;
    if (track.mode === "disabled") track.mode = "hidden";
    const fill = () => { if (this.track === track) this.#fill(track); };
    if (track.cues?.length) fill();
    else element.addEventListener("load", fill, { once: true });
    track.oncuechange = () => { if (this.track === track) this.#mark(track); };
  }

  #fill(track) {
    this.rows.clear();
    this.list.lang = track.language;
    this.list.replaceChildren(
      ...Array.from(track.cues, (cue) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        const time = document.createElement("span");
        const words = document.createElement("span");
        button.type = "button";
        time.className = "num";
        time.textContent = clock(cue.startTime);
        words.textContent = cue.getCueAsHTML().textContent.replace(/\s+/g, " ").trim();
        button.append(time, words);
        button.addEventListener("click", () => this.seek(cue.startTime));
        item.append(button);
        this.rows.set(cue, button);
        return item;
      }),
    );
    this.#mark(track);
  }

  #mark(track) {
    const active = new Set(track.activeCues ?? []);
    for (const [cue, button] of this.rows) {
      if (active.has(cue)) {
        button.setAttribute("aria-current", "true");
        // Within the list only: the page itself must not move under a reader.
        const top = button.offsetTop - this.list.offsetTop;
        if (top < this.list.scrollTop || top > this.list.scrollTop + this.list.clientHeight - button.clientHeight) {
          this.list.scrollTop = top - button.clientHeight;
        }
      } else button.removeAttribute("aria-current");
    }
  }
}
