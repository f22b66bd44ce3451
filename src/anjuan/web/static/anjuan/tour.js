// The tour: a few halts over the first page. The words stand in the page; this only lights, places and remembers.
(function () {
  "use strict";

  const tour = document.querySelector("[data-tour]");
  if (!tour) return;
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const light = tour.querySelector("[data-tour-light]");
  const card = tour.querySelector("[data-tour-card]");
  const back = tour.querySelector("[data-tour-back]");
  const next = tour.querySelector("[data-tour-next]");
  const steps = all("[data-tour-step]", tour);
  const dots = all("[data-tour-dot]", tour);
  const GAP = 12;
  let at = 0;
  let asker = null;

  const keep = () => {
    const offer = document.querySelector("[data-tour-offer]");
    if (offer) offer.remove();
    const values = new URLSearchParams({ name: "tour.seen", value: "1" });
    window.fetch(document.body.dataset.preference, { method: "POST", body: values, headers: { "X-CSRFToken": window.aj.csrf() } }).catch(() => undefined);
  };

  // What a step lights: the first of its places that can be seen and is not pushed out of the window sideways.
  const isThere = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && box.right > 0 && box.left < window.innerWidth && window.getComputedStyle(element).visibility !== "hidden";
  };
  const target = () => steps[at].dataset.tourAt.split("|").flatMap((one) => all(one.trim())).find(isThere);

  const put = (element, values) => Object.entries(values).forEach(([name, value]) => element.style.setProperty(name, Math.round(value) + "px"));
  const within = (value, most) => Math.max(GAP, Math.min(value, most - GAP));

  // The card stands where there is room: right of what is lit, below, above; else in the middle.
  const placeOf = (box, width, height) => {
    const [wide, high] = [window.innerWidth, window.innerHeight];
    if (!box) return { left: (wide - width) / 2, top: (high - height) / 2 };
    const left = within(box.left, wide - width);
    if (wide > 760 && box.right + GAP + width < wide) return { left: box.right + GAP, top: within(box.top, high - height) };
    if (box.bottom + GAP + height < high) return { left, top: box.bottom + GAP };
    if (box.top - GAP - height > 0) return { left, top: box.top - GAP - height };
    return { left: wide - width - GAP, top: high - height - GAP };
  };

  const place = () => {
    if (!tour.open) return;
    const found = target();
    const box = found && found.getBoundingClientRect();
    light.classList.toggle("is-off", !box);
    if (box) {
      const top = Math.max(4, box.top - 5);
      const bottom = Math.min(window.innerHeight - 4, box.bottom + 5);
      const left = Math.max(4, box.left - 5);
      const right = Math.min(window.innerWidth - 4, box.right + 5);
      put(light, { left, top, width: right - left, height: bottom - top });
    }
    put(card, placeOf(box, card.offsetWidth, card.offsetHeight));
  };

  const show = (index) => {
    at = Math.max(0, Math.min(steps.length - 1, index));
    steps.forEach((step, number) => {
      step.hidden = number !== at;
      step.querySelector("h2").id = number === at ? "aj-tour-title" : "";
      step.querySelector("p").id = number === at ? "aj-tour-text" : "";
    });
    dots.forEach((dot, number) => dot.classList.toggle("is-on", number === at));
    tour.querySelector("[data-tour-number]").textContent = String(at + 1);
    back.disabled = at === 0;
    next.textContent = at === steps.length - 1 ? next.dataset.last : next.dataset.more;
    const found = target();
    if (found) found.scrollIntoView({ block: "center" });
    place();
    steps[at].querySelector("h2").focus({ preventScroll: true });
  };

  const start = (from) => {
    asker = from && document.body.contains(from) && !from.closest("dialog, details, [data-tour-offer]") ? from : document.getElementById("aj-content");
    all("dialog[open]").forEach((dialog) => dialog.close());
    all("details.aj-menu[open]").forEach((menu) => menu.removeAttribute("open"));
    keep();
    tour.showModal();
    show(0);
  };
  const end = () => tour.open && tour.close();
  tour.addEventListener("close", () => asker && asker.focus({ preventScroll: true }));

  document.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element ? event.target : null;
    if (!pressed) return;
    const starter = pressed.closest("[data-tour-start]");
    if (starter) {
      event.preventDefault();
      start(starter);
    } else if (pressed.closest("[data-tour-never]")) {
      keep();
      document.getElementById("aj-content").focus({ preventScroll: true });
    } else if (pressed.closest("[data-tour-end]")) end();
    else if (pressed.closest("[data-tour-back]")) show(at - 1);
    else if (pressed.closest("[data-tour-next]")) at === steps.length - 1 ? end() : show(at + 1);
  });
  tour.addEventListener("keydown", (event) => {
    const moves = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    if (event.key in moves) show(at + moves[event.key]);
    else if (event.key === "Home") show(0);
    else if (event.key === "End") show(steps.length - 1);
    else if (event.key === "Enter" && !event.target.closest("a, button")) next.click();
    else return;
    event.preventDefault();
  });
  window.addEventListener("resize", place);
  window.addEventListener("scroll", place, { passive: true });

  const address = new URL(window.location.href);
  if (address.searchParams.has("tour")) {
    address.searchParams.delete("tour");
    window.history.replaceState(null, "", address);
    start(null);
  }
})();
