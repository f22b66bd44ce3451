// Calculators: printing; the rest is done by the form itself.
"use strict";
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-prints]")) window.print();
});
