// Signs this browser up for push messages. Asks for permission only after a press on the button.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

class PushSwitch extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button");
    this.words = this.querySelector("[role=status]");
    if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
      this.button.hidden = true;
      this.words.textContent = this.dataset.unable;
      return;
    }
    this.button.addEventListener("click", () => this.signUp());
  }

  async signUp() {
    this.button.disabled = true;
    this.words.textContent = "";
    try {
      if ((await Notification.requestPermission()) !== "granted") {
        this.words.textContent = this.dataset.denied;
        return;
      }
      await navigator.serviceWorker.register(this.dataset.worker, { scope: "/" });
      const worker = await navigator.serviceWorker.ready;
      const subscription = await worker.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: bytes(this.dataset.key),
      });
      const { endpoint, keys } = subscription.toJSON();
      const body = new URLSearchParams({ endpoint, p256dh: keys.p256dh, auth: keys.auth });
      const answer = await fetch(this.dataset.save, {
        method: "POST",
        body,
        headers: { "x-csrftoken": this.dataset.csrf },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      this.words.textContent = this.dataset.on;
      setTimeout(() => location.reload(), 800);
    } catch {
      this.words.textContent = this.dataset.failed;
    } finally {
      this.button.disabled = false;
    }
  }
}
customElements.define("push-switch", PushSwitch);
