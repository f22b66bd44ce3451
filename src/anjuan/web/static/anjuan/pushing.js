// What is new comes after the work list itself; whoever leaves the page before needs no word of it.
(() => {
  "use strict";
  for (const place of document.querySelectorAll("[data-fill]")) {
    fetch(place.dataset.fill, { headers: { "X-Requested-With": "fetch" } })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : ""))
      .then((text) => { place.outerHTML = text; })
      .catch(() => place.remove());
  }
})();
