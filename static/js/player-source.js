// Getting a video's stream into the element: natively where that is best, else with hls.js.

const HLS_TYPE = "application/vnd.apple.mpegurl";

/**
 * Attach a stream. Returns { start(seconds), levels(), choose(index), spare(on), native }, or null when this
 * browser plays neither. Nothing of the video itself is loaded before start().
 */
export async function attach(video, { src, library, failed, ready }) {
  const native = video.canPlayType(HLS_TYPE) !== "";
  const apple = /Apple/.test(navigator.vendor);
  if (native && apple) return plain(video, src, failed);
  const { default: Hls } = await import(library);
  if (!Hls.isSupported()) return native ? plain(video, src, failed) : null;

  const hls = new Hls({ autoStartLoad: false, capLevelToPlayerSize: true, maxBufferLength: 30 });
  let recovered = false;
  hls.on(Hls.Events.ERROR, (_name, error) => {
    if (!error.fatal) return;
    if (error.type === Hls.ErrorTypes.MEDIA_ERROR && !recovered) {
      recovered = true;
      hls.recoverMediaError();
      return;
    }
    failed();
  });
  hls.on(Hls.Events.MANIFEST_PARSED, () => ready?.());
  hls.loadSource(src);
  hls.attachMedia(video);
  let started = false;
  return {
    native: false,
    start(seconds) {
      if (started) return;
      started = true;
      hls.startLoad(seconds > 0 ? seconds : -1);
    },
    levels: () => hls.levels.map((level, index) => ({ index, height: level.height || 0 })),
    choose(index) { hls.currentLevel = index; },
    /** The least that still carries the sound: levels come in ascending order. */
    spare(on) { hls.currentLevel = on ? 0 : -1; },
  };
}

function plain(video, src, failed) {
  if (video.getAttribute("src") !== src) video.src = src;
  video.addEventListener("error", failed);
  let started = false;
  return {
    native: true,
    start(seconds) {
      if (started) return;
      started = true;
      if (seconds > 0) {
        const go = () => { video.currentTime = seconds; };
        if (video.readyState >= 1) go();
        else video.addEventListener("loadedmetadata", go, { once: true });
      }
    },
    levels: () => [],
    choose() {},
    spare() {},
  };
}
