// Suggestions under the search fields: typed words, a short wait, a list to choose from.
(function () {
  "use strict";

  const attach = (input) => {
    const list = document.getElementById(input.getAttribute("aria-controls"));
    if (!list) return;
    let timer = 0;
    let asked = 0;
    const items = () => Array.from(list.querySelectorAll("[role=option]"));
    const close = () => {
      list.replaceChildren();
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (by) => {
      const rows = items();
      if (!rows.length) return;
      const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
      const next = (at + by + rows.length + (at < 0 && by < 0 ? 1 : 0)) % rows.length;
      rows.forEach((row, index) => row.setAttribute("aria-selected", String(index === next)));
      input.setAttribute("aria-activedescendant", rows[next].id);
    };
    const take = (row) => {
      input.value = row.dataset.value;
      close();
      input.form.requestSubmit();
    };
    const ask = () => {
      const words = input.value.trim();
      const mine = ++asked;
      if (!words) return close();
      fetch(input.dataset.suggest + "?q=" + encodeURIComponent(words), { headers: { "HX-Request": "true" } })
        .then((answer) => (answer.ok ? answer.text() : ""))
        .then((html) => {
          if (mine !== asked || document.activeElement !== input) return;
          list.innerHTML = html;
          items().forEach((row, index) => (row.id = list.id + "-" + index));
          input.setAttribute("aria-expanded", String(items().length > 0));
        })
        .catch(close);
    };
    input.addEventListener("input", (event) => {
      if (event.isComposing) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, 180);
    });
    input.addEventListener("compositionend", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, 120);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        mark(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter") {
        const chosen = items().find((row) => row.getAttribute("aria-selected") === "true");
        if (chosen) {
          event.preventDefault();
          take(chosen);
        }
      } else if (event.key === "Escape") {
        close();
      }
    });
    input.addEventListener("blur", () => window.setTimeout(close, 160));
    list.addEventListener("pointerdown", (event) => {
      const row = event.target.closest("[role=option]");
      if (!row) return;
      event.preventDefault();
      take(row);
    });
  };
  document.querySelectorAll("input[data-suggest]").forEach(attach);
})();
