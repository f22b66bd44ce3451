// Faces of a case: a pane beside what is told, the description by keyboard, pages in step.
(function () {
  "use strict";

  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const one = (selector, root) => (root || document).querySelector(selector);
  const seen = (element) => element.getClientRects().length > 0;

  // A pane shows its lit box in the middle.
  const settle = (pane) => {
    const top = one(".aj-table-top", pane);
    const lit = one(".aj-lit", pane);
    if (!top) return;
    top.style.setProperty("--aj-zoom", pane.dataset.zoom || "1");
    if (!lit) return;
    const inner = lit.getBoundingClientRect();
    const outer = top.getBoundingClientRect();
    top.scrollTop += inner.top - outer.top - outer.height / 3;
    top.scrollLeft += inner.left - outer.left - outer.width / 4;
  };
  const open = (address, pane) => {
    if (address && pane && seen(pane)) window.htmx.ajax("GET", address, { target: pane, swap: "innerHTML" });
  };
  document.addEventListener("htmx:afterSwap", (event) => {
    const pane = event.detail.target.closest("[data-pane]");
    if (!pane) return;
    settle(pane);
    // On a narrow screen the pane is below: it comes into sight when a person asked for it.
    if (window.innerWidth <= 1000) pane.scrollIntoView({ block: "nearest" });
  });
  all("[data-pane]").forEach(settle);

  // A pane beside a list begins with the first source; whatever a person asks for goes before that.
  const idle = one(".aj-beside > .aj-pane[data-pane] > .aj-empty");
  // Rows that choose themselves ask for their page by themselves.
  const source = idle && !one("[data-fact][data-pane-href]") && one(".aj-beside [hx-get][hx-target='#aj-pane']");
  if (source && window.innerWidth > 1000 && seen(idle)) {
    let isAsked = false;
    document.addEventListener("htmx:configRequest", (event) => {
      if (isAsked && event.detail.elt !== source) window.htmx.trigger(source, "htmx:abort");
    });
    document.addEventListener("DOMContentLoaded", () => {
      isAsked = true;
      window.htmx.trigger(source, "click");
    });
  }

  // Zoom: two pages side by side go together, by size and by place.
  const zoomed = (pane) => (one("[data-pair]") ? all("[data-pair] [data-pane]") : [pane]);
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-pane-zoom]");
    if (!button) return;
    const from = button.closest("[data-pane]");
    const zoom = Math.min(5, Math.max(0.5, Number(from.dataset.zoom || "1") * (button.dataset.paneZoom === "1" ? 1.25 : 0.8)));
    zoomed(from).forEach((pane) => {
      pane.dataset.zoom = String(zoom);
      settle(pane);
    });
  });

  // The scene: from point to point.
  const points = () => all("[data-point] .aj-point-main");
  const print = one("[data-scene-print]");
  if (print) print.addEventListener("click", () => window.print());
  all("[data-scene-step]").forEach((button) => button.addEventListener("click", () => {
    const rows = points();
    const here = rows.findIndex((row) => row.closest("[data-point]").classList.contains("is-on"));
    const next = rows[Math.max(0, Math.min(rows.length - 1, here + Number(button.dataset.sceneStep)))];
    if (next) next.click();
  }));
  document.addEventListener("click", (event) => {
    const point = event.target instanceof Element && event.target.closest("[data-point]");
    if (!point || !event.target.closest("a")) return;
    all("[data-point]").forEach((row) => row.classList.toggle("is-on", row === point));
    point.scrollIntoView({ block: "nearest" });
  });

  // The description: one row is chosen; its page stands beside.
  const facts = all("[data-fact]");
  let timer = 0;
  const choose = (row, moves = true) => {
    facts.forEach((other) => other.classList.toggle("is-on", other === row));
    if (moves) row.scrollIntoView({ block: "nearest" });
    window.clearTimeout(timer);
    // On a narrow screen the pane is far below: the link of the row opens the page instead.
    if (window.innerWidth > 1000) timer = window.setTimeout(() => open(row.dataset.paneHref, document.getElementById("aj-pane")), 120);
  };
  const chosen = () => facts.find((row) => row.classList.contains("is-on"));
  const edit = (row, on) => {
    const form = one(".aj-fact-edit", row);
    if (!form) return;
    form.hidden = !on;
    if (on) {
      const field = one("textarea", form);
      field.focus();
      field.select();
    } else row.focus();
  };
  const send = (form) => {
    const button = one("button", form);
    form.requestSubmit(button);
  };
  const deeds = {
    accept: (row) => { const form = one("[data-fact-form=accept]", row); if (form) send(form); },
    reject: (row) => { const form = one("[data-fact-form=reject]", row); if (form) send(form); },
    correct: (row) => edit(row, true),
    votes: (row) => { const votes = one(".aj-votes", row); if (votes) votes.open = !votes.open; },
  };
  if (facts.length) {
    facts.forEach((row) => row.addEventListener("focus", () => choose(row)));
    document.addEventListener("click", (event) => {
      const row = event.target.closest("[data-fact]");
      if (event.target.closest("[data-fact-edit]")) edit(row, one(".aj-fact-edit", row).hidden);
      else if (row && !event.target.closest("a, button, form, summary")) row.focus();
      const step = event.target.closest("[data-fact-step]");
      if (step) {
        const here = facts.indexOf(chosen());
        facts[Math.max(0, Math.min(facts.length - 1, here + Number(step.dataset.factStep)))].focus();
      }
      const does = event.target.closest("[data-fact-does]");
      if (does && chosen()) deeds[does.dataset.factDoes](chosen());
    });
    document.addEventListener("keydown", (event) => {
      const field = event.target.closest(".aj-fact-edit textarea");
      if (!field || event.isComposing) return;
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        field.form.requestSubmit();
      } else if (event.key === "Escape") {
        event.stopPropagation();
        field.form.reset();
        edit(field.closest("[data-fact]"), false);
      }
    }, true);
    const at = new URLSearchParams(window.location.search).get("at");
    const begin = facts.find((row) => row.dataset.fact === at) || facts[0];
    choose(begin, Boolean(at)); // a page begins at its head
    if (at) begin.focus({ preventScroll: true });
  }
})();
