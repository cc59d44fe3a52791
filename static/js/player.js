// <smh-player>: the lesson's video. Without this module the page's plain <video controls> stays.

import { Reporter } from "./player-report.js";
import { Watched } from "./player-ranges.js";
import { attach } from "./player-source.js";
import { Transcript } from "./player-transcript.js";

const REPORT_MS = 10_000;
const IDLE_MS = 2_500;
const SVG = "http://www.w3.org/2000/svg";
const clock = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
};
const remembered = (name, fallback) => {
  try { return localStorage.getItem(`smh-player:${name}`) ?? fallback; } catch { return fallback; }
};
const remember = (name, value) => {
  try { localStorage.setItem(`smh-player:${name}`, value); } catch { /* private mode */ }
};

class Player extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector(".player");
    this.video = this.querySelector("video");
    this.bar = this.querySelector(".controls");
    this.seekBar = this.querySelector("[data-seek]");
    this.durationMs = Number(this.dataset.duration) || 0;
    this.begun = false;
    const seen = JSON.parse(this.dataset.watched || "[]");
    this.watched = new Watched(seen);
    this.startAt = Number(this.dataset.position) / 1000 || 0;
    if (this.dataset.watch) this.#reporting();
    if (this.startAt * 1000 > this.durationMs - 3000) this.startAt = 0;
    this.#controls();
    this.#events();
    this.#options();
    this.#words();
    this.#paint();
    for (const sign of ["pointerenter", "focusin", "touchstart"]) {
      this.addEventListener(sign, () => this.#load(), { once: true, passive: true });
    }
  }

  /** Fetch what plays the stream: on the first sign that somebody wants it, not with the page. */
  #load() {
    this.loading ??= this.#attach();
    return this.loading;
  }

  async #attach() {
    const failed = () => this.#notice(this.dataset.textFailed);
    try {
      this.source = await attach(this.video, {
        src: this.dataset.src,
        sound: this.dataset.sound,
        library: this.dataset.hls,
        failed,
        ready: () => this.#qualities(),
      });
      if (!this.source) this.#notice(this.dataset.textUnsupported);
      else if (this.listening) this.source.listen(true);
    } catch {
      failed();
    }
  }

  // Watching ------------------------------------------------------------------------------

  #reporting() {
    this.reporter = new Reporter({
      url: this.dataset.watch,
      csrf: this.dataset.csrf,
      owner: this.dataset.owner,
      heard: (answer) => this.#heard(answer),
    });
    const kept = this.reporter.kept();
    if (kept) {
      this.watched.add(kept.ranges);
      this.startAt = kept.position_ms / 1000;
      this.reporter.send(this.watched.ranges, kept.position_ms);
    }
    this.reporter.sendLeftovers();
    const leave = () => { if (this.begun) this.#report(true); };
    addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
    addEventListener("online", () => this.#report());
    setInterval(() => { if (!this.video.paused) this.#report(); }, REPORT_MS);
  }

  #report(leaving = false) {
    if (!this.begun) return;
    this.reporter?.send(this.watched.ranges, this.#at() * 1000, { leaving });
  }

  #heard(answer) {
    const status = document.querySelector("[data-watched]:not(smh-player)");
    if (status) {
      status.textContent = answer.lesson_done ? this.dataset.textDone : this.dataset.textPercent.replace("#", answer.percent);
      status.classList.toggle("good-ink", answer.lesson_done);
    }
    if (!answer.lesson_done || this.toldDone) return;
    this.toldDone = true;
    this.#refreshAround();
    if (answer.course_done) document.dispatchEvent(new CustomEvent("toast", { detail: { text: this.dataset.textFinished, tone: "good" } }));
  }

  /** The outline, the count and the way on come anew from the server, so that all figures agree. */
  async #refreshAround() {
    try {
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      for (const part of [".rail", ".lesson-bar", ".lesson-end"]) {
        const [here, there] = [document.querySelector(part), page.querySelector(part)];
        if (here && there) here.replaceChildren(...there.childNodes);
      }
    } catch { /* the next page shows it */ }
  }

  // Controls ------------------------------------------------------------------------------

  #controls() {
    this.video.controls = false;
    // Loaded on demand below; the attribute is for browsers without this module.
    this.video.removeAttribute("src");
    this.video.load();
    for (const part of this.querySelectorAll(".controls, .big-play, .player-options")) part.hidden = false;
    this.querySelector("[data-total]").textContent = clock(this.durationMs / 1000);
    this.addEventListener("click", (event) => {
      const act = event.target.closest("[data-act]")?.dataset.act;
      if (act) this.#act(act);
      else if (event.target === this.video) { this.#act("play"); this.box.focus(); }
    });
    this.addEventListener("keydown", (event) => this.#key(event));
    this.seekBar.addEventListener("input", () => this.#seek((this.seekBar.value / 1000) * this.#length()));
    const volume = this.querySelector("[data-volume]");
    volume.addEventListener("input", () => { this.video.volume = volume.value / 100; this.video.muted = false; });
    const stir = () => {
      this.box.classList.remove("idle");
      clearTimeout(this.rest);
      this.rest = setTimeout(() => { if (!this.video.paused) this.box.classList.add("idle"); }, IDLE_MS);
    };
    for (const name of ["pointermove", "pointerdown", "keydown"]) this.box.addEventListener(name, stir);
  }

  #act(act) {
    const { video } = this;
    if (act === "play") video.paused ? this.#play() : video.pause();
    else if (act === "back") this.#seek(this.#at() - 10);
    else if (act === "forward") this.#seek(this.#at() + 10);
    else if (act === "mute") video.muted = !video.muted;
    else if (act === "captions") this.#captions(this.language ? "" : this.lastLanguage);
    else if (act === "full") this.#full();
    else if (act === "listen") this.#listen(!this.listening);
    else if (act === "again") { this.#seek(0); this.#play(); }
    else if (act === "reload") location.reload();
  }

  #full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (this.requestFullscreen) this.requestFullscreen();
    else this.video.webkitEnterFullscreen?.(); // an iPhone fills its screen with a video and nothing else
  }

  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("select")) return;
    const onButton = event.target.matches("button, a, summary");
    const acts = { " ": "play", k: "play", ArrowLeft: "back", ArrowRight: "forward", f: "full", c: "captions", m: "mute" };
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || (onButton && event.key === " ") || (event.target.matches("input") && event.key.startsWith("Arrow"))) return;
    if (act === "captions" && !this.tracks.length) return;
    event.preventDefault();
    this.#act(act);
  }

  #length() { return this.durationMs / 1000 || this.video.duration || 0; }

  #at() { return this.begun ? this.source?.turn.held ?? this.video.currentTime : this.startAt; }

  #seek(seconds) {
    const to = Math.min(Math.max(0, seconds), Math.max(0, this.#length() - 0.05));
    this.watched.cut();
    if (!this.begun) this.startAt = to;
    else if (this.source.turn.held !== null) this.source.turn.held = to;
    else this.video.currentTime = to;
    this.querySelector("[data-end]").hidden = true;
    this.#paint();
  }

  async #play() {
    this.querySelector("[data-end]").hidden = true;
    if (!this.begun) {
      await this.#load();
      if (!this.source || this.begun) return;
      this.begun = true;
      this.source.start(this.startAt);
      // The button that was pressed goes; its focus must not go with it.
      if (this.contains(document.activeElement)) this.box.focus();
    }
    try { await this.video.play(); } catch { /* the element's own error event says why */ }
  }

  #events() {
    const { video } = this;
    const tick = () => { if (!video.seeking) this.watched.tick(video.currentTime * 1000, video.playbackRate); };
    video.addEventListener("timeupdate", () => {
      if (!video.paused) tick();
      this.#paint();
    });
    video.addEventListener("playing", tick);
    video.addEventListener("seeking", () => this.watched.cut());
    for (const name of ["play", "pause", "volumechange", "ratechange"]) video.addEventListener(name, () => this.#paint());
    video.addEventListener("pause", () => { tick(); this.watched.cut(); this.#report(); this.box.classList.remove("idle"); });
    video.addEventListener("ended", () => {
      // A sound that is shorter than its picture ends before the video does.
      if (this.#length() - video.currentTime < 2) this.watched.add([[Math.max(0, this.#length() * 1000 - 1000), this.#length() * 1000]]);
      this.#report();
      this.querySelector("[data-end]").hidden = false;
    });
    document.addEventListener("fullscreenchange", () => this.#paint());
  }

  #paint() {
    const { video, dataset } = this;
    const at = this.#at();
    this.querySelector("[data-now]").textContent = clock(at);
    if (document.activeElement !== this.seekBar || !video.paused) this.seekBar.value = this.#length() ? (at / this.#length()) * 1000 : 0;
    this.seekBar.setAttribute("aria-valuetext", dataset.textOf.replace("##", clock(this.#length())).replace("#", clock(at)));
    const says = (act, on, yes, no) => {
      for (const button of this.querySelectorAll(`[data-act="${act}"]`)) {
        button.setAttribute("aria-label", on ? yes : no);
        const [first, second] = button.querySelectorAll("svg");
        if (!second) continue;
        first.toggleAttribute("hidden", on);
        second.toggleAttribute("hidden", !on);
      }
    };
    says("play", !video.paused, dataset.textPause, dataset.textPlay);
    says("mute", video.muted || video.volume === 0, dataset.textUnmute, dataset.textMute);
    says("full", document.fullscreenElement === this, dataset.textWindow, dataset.textFull);
    this.querySelector(".big-play").hidden = this.begun;
    this.#paintWatched();
  }

  #paintWatched() {
    const drawing = this.querySelector(".watched");
    const rects = this.watched.ranges.map(([start, end]) => {
      const rect = document.createElementNS(SVG, "rect");
      const scale = 1000 / (this.#length() * 1000 || 1);
      rect.setAttribute("x", String(start * scale));
      rect.setAttribute("width", String((end - start) * scale));
      rect.setAttribute("height", "4");
      return rect;
    });
    drawing.replaceChildren(...rects);
  }

  // Options -------------------------------------------------------------------------------

  #options() {
    const speed = this.querySelector("[data-speed]");
    const setSpeed = () => { this.video.playbackRate = Number(speed.value); this.video.defaultPlaybackRate = Number(speed.value); };
    speed.value = remembered("speed", "1");
    if (!speed.value) speed.value = "1";
    setSpeed();
    speed.addEventListener("change", () => { setSpeed(); remember("speed", speed.value); });
    const quality = this.querySelector("[data-quality]");
    quality.addEventListener("change", () => this.source?.choose(Number(quality.value)));
    this.querySelector("[data-captions]")?.addEventListener("change", (event) => this.#captions(event.target.value));
  }

  #qualities() {
    const quality = this.querySelector("[data-quality]");
    const levels = this.source?.levels() ?? [];
    if (levels.length < 2) return;
    if (!quality.parentElement.hidden) {
      // Back from listening: the picture is as it was chosen before.
      if (quality.value !== "-1") this.source.choose(Number(quality.value));
      return;
    }
    for (const level of levels.sort((a, b) => b.height - a.height)) quality.append(new Option(`${level.height}p`, level.index));
    quality.parentElement.hidden = false;
  }

  #listen(on) {
    this.listening = on;
    this.querySelector(".listening").hidden = !on;
    this.querySelector('[data-act="listen"]').setAttribute("aria-pressed", String(on));
    this.querySelector("[data-quality]").disabled = on;
    if (this.begun && !this.video.paused) this.watched.cut();
    this.source?.listen(on);
  }

  #words() {
    this.tracks = Array.from(this.querySelectorAll("track"));
    const list = document.querySelector("[data-transcript]");
    if (list && this.tracks.length) {
      this.transcript = new Transcript(list, (seconds) => { this.#seek(seconds); this.#play(); });
    }
    const own = remembered("captions", "");
    const known = this.tracks.map((track) => track.srclang);
    this.lastLanguage = known.includes(own) ? own : known.includes(document.documentElement.lang) ? document.documentElement.lang : known[0];
    this.#captions(known.includes(own) ? own : "");
  }

  #captions(language) {
    this.language = language;
    if (language) this.lastLanguage = language;
    remember("captions", language);
    for (const element of this.tracks) element.track.mode = element.srclang === language ? "showing" : "disabled";
    const shown = this.tracks.find((element) => element.srclang === (language || this.lastLanguage));
    if (shown) this.transcript?.show(shown.track, shown);
    this.querySelector('[data-act="captions"]')?.setAttribute("aria-pressed", String(Boolean(language)));
    const select = this.querySelector("[data-captions]");
    if (select) select.value = language;
  }

  #notice(text) {
    const notice = this.querySelector("[data-notice]");
    notice.querySelector("p").textContent = text;
    notice.hidden = false;
    this.video.pause();
  }
}

customElements.define("smh-player", Player);
