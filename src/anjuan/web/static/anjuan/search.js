// Results on the left, the page on the right: opened without leaving the list, walked through by keys.
(function () {
  "use strict";

  const split = document.querySelector("[data-split]");
  const viewer = split && split.querySelector(".aj-viewer");
  if (!viewer) return;
  const cards = Array.from(split.querySelectorAll("[data-result]"));
  const wide = window.matchMedia("(min-width: 901px)");
  const PLACE = /^[^/]+\/\d+\/\d+$/;
  const carried = (cards[0].dataset.url.split("?")[1] || "");
  const one = (selector) => viewer.querySelector(selector);

  // What is open stands in the address, so that it can be shared and gone back to.
  const here = () => {
    const at = new URLSearchParams(window.location.search).get("at") || "";
    return PLACE.test(at) ? at : "";
  };
  const told = (at) => {
    const address = new URL(window.location.href);
    address.search = address.search.replace(/[?&]at=[^&]*/, "").replace(/^&/, "?");
    if (at) address.search += (address.search ? "&" : "?") + "at=" + at.split("/").map(encodeURIComponent).join("/");
    return address.pathname + address.search;
  };
  const cardAt = (at) => cards.find((card) => card.dataset.at === at);
  const current = () => cards.find((card) => card.classList.contains("is-on"));
  const addressOf = (at) => {
    const card = cardAt(at);
    if (card) return card.dataset.url;
    const [number, document_, page] = at.split("/");
    return cards[0].dataset.url.split("?")[0].replace(/[^/]+\/\d+\/\d+\/$/, `${encodeURIComponent(number)}/${document_}/${page}/`) + "?" + carried;
  };

  const mark = (at) => {
    const on = cardAt(at);
    cards.forEach((card) => {
      card.classList.toggle("is-on", card === on);
      const link = card.querySelector("h3 a");
      if (card === on) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    if (on) {
      const holder = on.closest(".aj-results-body");
      const inner = on.getBoundingClientRect();
      const outer = holder.getBoundingClientRect();
      if (holder.scrollHeight > holder.clientHeight && (inner.top < outer.top || inner.bottom > outer.bottom)) {
        holder.scrollTop += inner.top < outer.top ? inner.top - outer.top : inner.bottom - outer.bottom;
      }
      const place = one("[data-beside-place]");
      if (place) place.textContent = `${cards.indexOf(on) + 1}/${cards.length}`;
    }
  };

  // how: "push" for a click, "replace" for keys, "keep" when the address already says it.
  const open = (at, how, enter) => {
    const address = addressOf(at);
    mark(at);
    if (how === "push") window.history.pushState({ at }, "", told(at));
    if (how === "replace") window.history.replaceState({ at }, "", told(at));
    document.body.classList.add("aj-beside-open");
    window.htmx.ajax("GET", address + (enter ? "&enter=" + enter : ""), { target: "#aj-desk", swap: "outerHTML" });
  };
  const shut = () => document.body.classList.remove("aj-beside-open");

  const step = (by, enter) => {
    const at = cards.indexOf(current());
    const next = at + by;
    if (next < 0 || next >= cards.length) {
      const turned = split.querySelector(by > 0 ? "a[rel=next]" : "a[rel=prev]");
      if (turned) turned.click();
      return;
    }
    open(cards[Math.max(0, next)].dataset.at, "replace", enter);
  };

  viewer.addEventListener("aj:beyond", (event) => {
    if (!current()) return;
    event.preventDefault();
    step(event.detail, event.detail < 0 ? "last" : "");
  });

  // Pages turned on the desk itself: the list follows when it has the page, the address always.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "aj-desk") return;
    const found = event.detail.pathInfo && /\/([^/]+)\/(\d+)\/(\d+)\/$/.exec(event.detail.pathInfo.requestPath.split("?")[0]);
    if (!found) return;
    const at = [decodeURIComponent(found[1]), found[2], found[3]].join("/");
    if (here() && here() !== at) window.history.replaceState({ at }, "", told(at));
    mark(at);
    const whole = one("[data-whole-case]");
    whole.href = event.detail.pathInfo.requestPath.replace(/[?&]enter=last/, "");
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const desk = document.getElementById("aj-desk");
    if (!desk || !(viewer.contains(event.target) || event.detail.target.id === "aj-desk")) return;
    // The address is this page's own: the case page's stays out of it.
    desk.querySelectorAll("[hx-push-url]").forEach((link) => link.removeAttribute("hx-push-url"));
    one("[data-beside-title]").textContent = desk.dataset.title || "";
    document.title = split.dataset.title;
  });
  split.dataset.title = document.title;

  split.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const card = event.target.closest("[data-result]");
    if (card && !event.target.closest("details, .aj-hit-where a") && !String(window.getSelection())) {
      event.preventDefault();
      open(card.dataset.at, "push");
    }
    if (event.target.closest("[data-shuts]")) {
      if (window.history.state && window.history.state.at) window.history.back();
      else shut();
    }
    const more = event.target.closest("[data-more-values]");
    if (more) {
      more.previousElementSibling.classList.add("is-whole");
      more.remove();
    }
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-find-step], [data-find-hit], [data-facets]");
    if (!button) return;
    if (button.dataset.findStep) step(Number(button.dataset.findStep));
    else if (button.dataset.findHit) {
      const deed = one(`[data-does=${button.dataset.findHit === "1" ? "nextHit" : "previousHit"}]`);
      if (deed) deed.click();
    } else facets(!split.classList.contains("has-facets"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    if (!wide.matches && document.body.classList.contains("aj-beside-open")) one("[data-shuts]").click();
    else if (current()) current().querySelector("h3 a").focus({ preventScroll: true });
  });
  window.addEventListener("popstate", () => {
    const at = here();
    if (at) open(at, "keep");
    else if (wide.matches) open(cards[0].dataset.at, "keep");
    else shut();
  });

  // Filters: shown or not, as this person left them, and where they were scrolled to.
  const button = document.querySelector("[data-facets]");
  const facets = (shown) => {
    split.classList.toggle("has-facets", shown);
    button.setAttribute("aria-expanded", String(shown));
    window.localStorage.setItem("aj_find_facets", shown ? "1" : "0");
  };
  const aside = document.getElementById("aj-facets");
  if (button && aside) {
    const roomy = window.matchMedia("(min-width: 1280px)").matches;
    const kept = window.localStorage.getItem("aj_find_facets");
    const shown = roomy && kept !== "0";
    split.classList.toggle("has-facets", shown);
    button.setAttribute("aria-expanded", String(shown));
    aside.scrollTop = Number(window.sessionStorage.getItem("aj_find_scroll") || 0);
    aside.addEventListener("scroll", () => window.sessionStorage.setItem("aj_find_scroll", String(aside.scrollTop)), { passive: true });
  }

  if (here()) open(here(), "keep");
  else if (wide.matches) open(cards[0].dataset.at, "keep");
})();
