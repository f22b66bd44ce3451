// Names the file that was chosen beside its button: the browser's own field speaks the browser's language.
"use strict";

document.addEventListener("change", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || !field.matches("[data-upload]")) return;
  const box = field.parentElement;
  const chosen = field.files && field.files[0];
  box.classList.toggle("is-chosen", Boolean(chosen));
  if (chosen) box.lastElementChild.textContent = chosen.name;
});
