// <video data-hls="…">: plays a ladder in the studio, with the browser's own controls.
// Safari plays it by itself; elsewhere hls.js is loaded when somebody presses play.

async function prepare(video) {
  if (video.dataset.ready) return;
  video.dataset.ready = "1";
  const address = video.dataset.hls;
  if (video.canPlayType("application/vnd.apple.mpegurl") && !window.MediaSource) {
    video.src = address;
    return;
  }
  const { default: Hls } = await import("../vendor/hls.light.min.mjs");
  if (!Hls.isSupported()) {
    video.src = address;
    return;
  }
  const hls = new Hls({ capLevelToPlayerSize: true });
  hls.loadSource(address);
  hls.attachMedia(video);
}

function watch(video) {
  // Without a source the browser shows no play button, so it is prepared when it comes into view.
  const seen = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      seen.disconnect();
      prepare(video);
    }
  });
  seen.observe(video);
}

const all = (root) => root.querySelectorAll("video[data-hls]").forEach(watch);
all(document);
// The panel comes anew from the server when the worker is done.
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) all(event.detail.elt.parentElement || event.detail.elt);
});
