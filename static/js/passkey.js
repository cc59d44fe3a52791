// Passkeys. <form data-passkey="create|get|sign-in">: asks the device, fills the hidden `credential`, sends the form.
// `create` and `get` find what to ask in #passkey-options; `sign-in` fetches it from data-options-url, and offers
// passkeys in the e-mail field as well (conditional mediation) where the browser can.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const ids = (list) => (list || []).map((item) => ({ ...item, id: bytes(item.id) }));

const creation = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  user: { ...options.user, id: bytes(options.user.id) },
  excludeCredentials: ids(options.excludeCredentials),
});
const request = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  allowCredentials: ids(options.allowCredentials),
});

// As RegistrationResponseJSON and AuthenticationResponseJSON of WebAuthn Level 3 have it.
const plain = (credential) => {
  const { response } = credential;
  const answer = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) answer[name] = text(response[name]);
  }
  if (response.getTransports) answer.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: answer,
    clientExtensionResults: credential.getClientExtensionResults(),
    authenticatorAttachment: credential.authenticatorAttachment,
  };
};

const fail = (form, words) => {
  const box = form.querySelector("[data-passkey-error]");
  if (!box) return;
  box.querySelector("p").textContent = words;
  box.hidden = false;
};

const send = (form, credential) => {
  form.elements.credential.value = JSON.stringify(plain(credential));
  form.submit();
};

const optionsOf = async (form) => {
  if (form.dataset.passkey !== "sign-in") {
    return JSON.parse(document.getElementById("passkey-options").textContent);
  }
  const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
};

let waiting = null; // the question that stands in the e-mail field; only one may be open at a time

const offerInField = async (form) => {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  waiting = new AbortController();
  try {
    const { request_options: wanted } = await optionsOf(form);
    const credential = await navigator.credentials.get({
      publicKey: request(wanted.publicKey),
      mediation: "conditional",
      signal: waiting.signal,
    });
    if (credential) send(form, credential);
  } catch {
    // Nobody chose one: the button and the other ways stand beside it.
  }
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) {
    if (form.dataset.passkey === "sign-in") form.hidden = true;
    else fail(form, form.dataset.failed);
    continue;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    waiting?.abort();
    try {
      const options = await optionsOf(form);
      const credential = options.creation_options
        ? await navigator.credentials.create({ publicKey: creation(options.creation_options.publicKey) })
        : await navigator.credentials.get({ publicKey: request(options.request_options.publicKey) });
      send(form, credential);
    } catch {
      fail(form, form.dataset.failed);
    }
  });
  if (form.dataset.passkey === "sign-in") offerInField(form);
}
