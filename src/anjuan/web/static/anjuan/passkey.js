// Passkeys: the browser's question and answer as JSON, in a form that is sent like any other.
"use strict";
(() => {
  const form = document.querySelector("form[data-passkey]");
  const data = document.getElementById("aj-passkey");
  if (!form || !data || !navigator.credentials) return;
  const problem = document.querySelector("[data-passkey-problem]");

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((item) => ({ ...item, id: bytes(item.id) }));

  const asked = () => {
    const options = JSON.parse(data.textContent);
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    if (options.excludeCredentials) options.excludeCredentials = known(options.excludeCredentials);
    if (options.allowCredentials) options.allowCredentials = known(options.allowCredentials);
    return { publicKey: options };
  };

  const answered = (made) => {
    const response = { clientDataJSON: words(made.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (made.response[name]) response[name] = words(made.response[name]);
    }
    return JSON.stringify({ id: made.id, rawId: words(made.rawId), type: made.type, response, clientExtensionResults: {} });
  };

  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    if (problem) problem.hidden = true;
    try {
      const made = await navigator.credentials[form.dataset.passkey](asked());
      form.elements.answer.value = answered(made);
      form.submit();
    } catch {
      document.body.classList.remove("aj-busy");
      if (problem) problem.hidden = false;
    }
  });
})();
