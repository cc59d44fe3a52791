// <file-drop>: a drop zone around a file input, with the file's name, early refusal and, with the
// `upload` attribute, sending in the background with progress. Without script the input stands alone.

const MB = 1024 * 1024;

class FileDrop extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector('input[type="file"]');
    this.zone = this.querySelector(".drop");
    this.bar = this.querySelector("progress");
    this.words = this.querySelector(".chosen");
    if (!this.input) return;
    this.setAttribute("ready", "");
    this.input.addEventListener("change", () => this.show());
    for (const name of ["dragenter", "dragover"]) {
      this.zone.addEventListener(name, () => this.zone.classList.add("over"));
    }
    for (const name of ["dragleave", "drop"]) {
      this.zone.addEventListener(name, () => this.zone.classList.remove("over"));
    }
    if (this.hasAttribute("upload")) {
      this.input.form?.addEventListener("submit", (event) => this.send(event));
    }
  }

  show() {
    const file = this.input.files[0];
    const problem = file ? this.problem(file) : "";
    this.input.setCustomValidity(problem);
    if (problem) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
    this.words.classList.toggle("bad-ink", Boolean(problem));
    this.words.textContent = file ? problem || `${file.name} · ${this.size(file.size)}` : "";
  }

  size(bytes) {
    return bytes < MB ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / MB).toFixed(1)} MB`;
  }

  problem(file) {
    const most = Number(this.getAttribute("max-bytes") || 0);
    if (most && file.size > most) return this.dataset.tooBig;
    const accepted = this.input.accept.split(",").map((one) => one.trim().toLowerCase()).filter(Boolean);
    const name = file.name.toLowerCase();
    const fits = accepted.some((one) =>
      one.startsWith(".") ? name.endsWith(one)
        : one.endsWith("/*") ? file.type.startsWith(one.slice(0, -1)) : file.type === one);
    // A system that knows no type for the file leaves the judgement to the server.
    return accepted.length && !fits && file.type ? this.dataset.wrongType : "";
  }

  send(event) {
    const form = event.target;
    if (!this.input.files.length || event.defaultPrevented) return;
    event.preventDefault();
    const problem = this.problem(this.input.files[0]);
    if (problem) {
      this.show();
      this.input.focus();
      return;
    }
    const buttons = form.querySelectorAll("button:not([type=button])");
    const idle = (is) => buttons.forEach((button) => { button.disabled = !is; });
    const request = new XMLHttpRequest();
    request.open("POST", form.getAttribute("action") || location.href);
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("HX-Current-URL", location.href);
    request.upload.addEventListener("progress", (step) => {
      if (!step.lengthComputable) return;
      this.bar.value = Math.round((100 * step.loaded) / step.total);
      this.words.textContent = step.loaded === step.total ? this.dataset.checking
        : `${this.dataset.sending} ${this.bar.value}%`;
    });
    request.addEventListener("load", () => { idle(true); this.answer(request, form); });
    request.addEventListener("error", () => {
      idle(true);
      this.bar.hidden = true;
      this.words.textContent = this.dataset.failed;
      this.words.classList.add("bad-ink");
    });
    const body = new FormData(form, event.submitter);
    idle(false);
    this.bar.hidden = false;
    request.send(body);
  }

  answer(request, form) {
    const target = request.getResponseHeader("HX-Redirect");
    if (target) {
      location.assign(target);
      return;
    }
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const same = form.id && page.getElementById(form.id);
    if (same) {
      form.replaceWith(document.adoptNode(same));
      document.querySelector("[data-focus]")?.focus();
    } else if (request.status < 400) {
      location.assign(request.responseURL);
    } else {
      this.bar.hidden = true;
      this.words.textContent = this.dataset.failed;
      this.words.classList.add("bad-ink");
    }
  }
}

customElements.define("file-drop", FileDrop);
