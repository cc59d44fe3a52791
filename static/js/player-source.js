// Getting a video's stream into the element: natively where that is best, else with hls.js.

const HLS_TYPE = "application/vnd.apple.mpegurl";

/**
 * Attach a stream. Returns { start(seconds), levels(), choose(index), listen(on), turn, native }, or null when
 * this browser plays neither. Nothing of the video itself is loaded before start().
 *
 * listen(true) goes on with the sound alone: its playlist takes the ladder's place in the element, at the same
 * moment, and no picture is fetched any longer. A video without such a playlist (sound: "") keeps its lowest
 * rung. `ready` is told whenever the rungs of the picture are known.
 */
export async function attach(video, { src, sound, library, failed, ready }) {
  const native = video.canPlayType(HLS_TYPE) !== "";
  const apple = /Apple/.test(navigator.vendor);
  if (native && apple) return plain(video, { src, sound, failed, ready });
  const { default: Hls } = await import(library);
  if (!Hls.isSupported()) return native ? plain(video, { src, sound, failed, ready }) : null;

  const hls = new Hls({ autoStartLoad: false, capLevelToPlayerSize: true, maxBufferLength: 30 });
  const turn = new Turn(video);
  let recovered = false;
  let started = false;
  let listening = false;
  let at = -1;
  hls.on(Hls.Events.ERROR, (_name, error) => {
    if (!error.fatal) return;
    if (error.type === Hls.ErrorTypes.MEDIA_ERROR && !recovered) {
      recovered = true;
      hls.recoverMediaError();
      return;
    }
    failed();
  });
  hls.on(Hls.Events.MANIFEST_PARSED, () => {
    if (started) hls.startLoad(at);
    if (!listening || !sound) ready?.();
  });
  hls.loadSource(src);
  hls.attachMedia(video);
  return {
    native: false,
    turn,
    start(seconds) {
      if (started) return;
      started = true;
      at = seconds > 0 ? seconds : -1;
      hls.startLoad(at);
    },
    levels: () => hls.levels.map((level, index) => ({ index, height: level.height || 0 })),
    choose(index) { hls.currentLevel = index; },
    listen(on) {
      if (on === listening) return;
      listening = on;
      // Without a playlist of its own: the least that still carries the sound; levels come in ascending order.
      if (!sound) hls.currentLevel = on ? 0 : -1;
      else if (!started) hls.loadSource(on ? sound : src);
      else turn.begin((seconds) => { at = seconds; hls.loadSource(on ? sound : src); });
    },
  };
}

// The browser chooses among the rungs by itself, or plays the one whose own playlist it is given.
function plain(video, { src, sound, failed, ready }) {
  const turn = new Turn(video);
  let rungs = [];
  let chosen = -1;
  let listening = false;
  let address = src;
  let started = false;
  const open = (seconds) => {
    // What takes another's place is fetched at once, also while it is paused.
    if (started) video.preload = "auto";
    if (video.getAttribute("src") !== address) video.src = address;
    if (!(seconds > 0)) return;
    const go = () => { video.currentTime = seconds; };
    if (video.readyState >= 1) go();
    else video.addEventListener("loadedmetadata", go, { once: true });
  };
  const change = () => {
    // Without a playlist of its own: the least that still carries the sound.
    const wanted = listening ? sound || rungs[0]?.address : rungs[chosen]?.address;
    if ((wanted ?? src) === address) return;
    address = wanted ?? src;
    if (started) turn.begin(open);
    else open(0);
  };
  open(0);
  video.addEventListener("error", failed);
  // Beside the rest: to wait for it would cost the press of a button, which Safari plays by.
  rungsOf(src).then((found) => { rungs = found; ready?.(); change(); }, () => { /* it plays without a choice */ });
  return {
    native: true,
    turn,
    start(seconds) {
      if (started) return;
      started = true;
      open(seconds);
    },
    levels: () => rungs.map(({ height }, index) => ({ index, height })),
    choose(index) {
      chosen = index;
      change();
    },
    listen(on) {
      listening = on;
      change();
    },
  };
}

/** The rungs with a picture that a master playlist names, smallest first. */
async function rungsOf(src) {
  // Past the cache, where it would wait for the element that is reading the same.
  const master = await (await fetch(src, { cache: "no-store" })).text();
  const named = master.matchAll(/^#EXT-X-STREAM-INF:.*RESOLUTION=\d+x(\d+).*\n(.+)$/gm);
  const rungs = Array.from(named, ([, height, name]) => ({ height: Number(height), address: new URL(name, src).href }));
  return rungs.sort((a, b) => a.height - b.height);
}

/** One stream taking another's place in an element: the moment is held until it is there, and playing goes on. */
class Turn {
  constructor(video) {
    this.video = video;
    /** Seconds to go on from, or null when nothing is being turned. */
    this.held = null;
  }

  /** open(seconds) gives the element its other stream. */
  begin(open) {
    if (this.held === null) {
      this.held = this.video.currentTime;
      this.playing = !this.video.paused;
      this.video.addEventListener("canplay", () => this.#end(), { once: true });
    }
    open(this.held);
  }

  #end() {
    const { video, held } = this;
    this.held = null;
    // Somebody may have moved on meanwhile; and a stream may begin a little beside where it was asked to.
    if (Math.abs(video.currentTime - held) > 0.5) video.currentTime = held;
    if (this.playing) video.play().catch(() => { /* the element's own error event says why */ });
  }
}
