// The page that asks for a code: reads it from the text where the browser can (WebOTP), counts down until another
// one may be asked for. Without this the code is typed and the server says when it is too soon.

const form = document.querySelector("[data-otp]");
if (form && "OTPCredential" in window) {
  const stop = new AbortController();
  form.addEventListener("submit", () => stop.abort());
  navigator.credentials
    .get({ otp: { transport: ["sms"] }, signal: stop.signal })
    .then((otp) => {
      if (!otp) return;
      form.elements.code.value = otp.code;
      form.requestSubmit();
    })
    .catch(() => {}); // the person types, or the text never came
}

const resend = document.querySelector("[data-resend]");
const wait = resend?.querySelector("[data-resend-wait]");
if (wait) {
  const over = Date.now() + Number(resend.dataset.resend) * 1000;
  const buttons = [...resend.querySelectorAll("button")];
  const tick = () => {
    const left = Math.ceil((over - Date.now()) / 1000);
    for (const button of buttons) button.disabled = left > 0;
    wait.textContent = left > 0 ? wait.dataset.words.replace("%s", left) : "";
    if (left > 0) setTimeout(tick, 500);
  };
  tick();
}
