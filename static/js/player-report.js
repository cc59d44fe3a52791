// Sends what was watched. A report is kept on this device until the server has it, so that a tunnel,
// a closed tab or a dead battery loses nothing.

import { merged } from "./player-ranges.js";

const PREFIX = "smh-watch";
// The server takes 500; the newest are the ones it does not have yet.
const MOST_RANGES = 400;
const FINAL = new Set([400, 404, 409, 410, 413, 422]);

const store = {
  get(key) {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  },
  set(key, value) {
    try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private mode: sent, not kept */ }
  },
  drop(key) {
    try { localStorage.removeItem(key); } catch { /* as above */ }
  },
  keys(prefix) {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(prefix)); } catch { return []; }
  },
};

export class Reporter {
  /** url: where reports go; owner: whose they are, so that a shared device mixes nobody up. */
  constructor({ url, csrf, owner, heard }) {
    Object.assign(this, { url, csrf, heard });
    this.prefix = `${PREFIX}:${owner}:`;
    this.sending = false;
    this.sent = "";
  }

  get key() { return this.prefix + this.url; }

  /** What an earlier visit could not send for this lesson, or null. */
  kept() { return store.get(this.key); }

  /** Send what was left over from other lessons. */
  async sendLeftovers() {
    for (const key of store.keys(this.prefix)) {
      const url = key.slice(this.prefix.length);
      const report = store.get(key);
      if (url === this.url || !url.startsWith("/") || url.startsWith("//") || !report) continue;
      if (await this.#post(url, report, false)) store.drop(key);
    }
  }

  /** Report ranges and position; `leaving` lets the request outlive the page. */
  async send(ranges, positionMs, { leaving = false } = {}) {
    const report = { ranges: merged(ranges).slice(-MOST_RANGES), position_ms: Math.max(0, Math.round(positionMs)) };
    const body = JSON.stringify(report);
    if (body === this.sent || (this.sending && !leaving)) return;
    store.set(this.key, report);
    this.sending = true;
    const taken = await this.#post(this.url, report, leaving);
    this.sending = false;
    if (!taken) return;
    this.sent = body;
    // Something newer may have been kept meanwhile.
    if (JSON.stringify(store.get(this.key)) === body) store.drop(this.key);
  }

  /** True when the server has the report, or will never take it. */
  async #post(url, report, leaving) {
    try {
      const answer = await fetch(url, {
        method: "POST",
        body: JSON.stringify(report),
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf },
        keepalive: leaving,
        redirect: "manual", // a redirect means a lost session: kept for later
      });
      if (answer.ok && url === this.url) this.heard(await answer.json());
      return answer.ok || FINAL.has(answer.status);
    } catch {
      return false;
    }
  }
}
