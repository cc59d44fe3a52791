// What was watched, as ranges of milliseconds. Mirrors learning/delivery/watching.py.

/** The union of [start, end) pairs: ascending, disjoint, whole milliseconds. */
export function merged(ranges) {
  const sorted = ranges
    .map(([start, end]) => [Math.max(0, Math.round(start)), Math.round(end)])
    .filter(([start, end]) => end > start)
    .sort((a, b) => a[0] - b[0]);
  const union = [];
  for (const [start, end] of sorted) {
    const last = union.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else union.push([start, end]);
  }
  return union;
}

/** Follows a video element and notes what really played. */
export class Watched {
  #closed = [];
  #open = null;

  constructor(before = []) {
    this.#closed = merged(before);
  }

  /** The clock moved on while playing; a jump begins a new range. */
  tick(ms, rate = 1) {
    const step = this.#open ? ms - this.#open[1] : -1;
    if (this.#open && step >= 0 && step < 2000 * Math.max(1, rate)) this.#open[1] = ms;
    else {
      this.cut();
      this.#open = [ms, ms];
    }
  }

  /** Playback stopped or is about to jump. */
  cut() {
    if (this.#open) this.#closed = merged([...this.#closed, this.#open]);
    this.#open = null;
  }

  add(ranges) {
    this.#closed = merged([...this.#closed, ...ranges]);
  }

  get ranges() {
    return merged(this.#open ? [...this.#closed, this.#open] : this.#closed);
  }
}
