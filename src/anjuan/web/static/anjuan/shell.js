// The frame: keys, menus, folding, messages. No page needs it to be read; it makes pages quick to use.
(function () {
  "use strict";

  const words = JSON.parse((document.getElementById("aj-words") || {}).textContent || "{}");
  const aj = (window.aj = { words });
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  const isSeen = (element) => element.getClientRects().length > 0;
  const isWriting = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable || /^(TEXTAREA|SELECT)$/.test(element.tagName) ||
      (element.tagName === "INPUT" && !/^(checkbox|radio|button|submit|file)$/.test(element.type)));

  aj.say = function (text, mood) {
    const box = document.getElementById("aj-toasts");
    const note = document.createElement("div");
    note.className = "aj-note " + (mood || "");
    note.setAttribute("role", mood === "is-bad" ? "alert" : "status");
    const line = document.createElement("p");
    line.textContent = text;
    note.append(line);
    box.append(note);
    window.setTimeout(() => note.remove(), mood === "is-bad" ? 9000 : 4500);
  };

  aj.csrf = () => document.body.dataset.csrf || "";
  aj.keep = (name, value) => {
    document.cookie = name + "=" + value + "; path=/; max-age=31536000; samesite=lax";
  };

  // Keys: an element says which key stands for it; the help sheet lists what is on the page.
  let waiting = "";
  const named = (event) => {
    const key = event.key.length === 1 ? event.key : event.key.replace("Arrow", "");
    const shift = event.shiftKey && event.key.length > 1 ? "Shift+" : "";
    return shift + key;
  };
  const forKey = (key) => all("[data-key]").find((element) => element.dataset.key === key && (isSeen(element) || element.dataset.keyHidden !== undefined));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key === "Escape") {
      // What held the keyboard is gone with its menu: the keyboard goes back to what opened it.
      all("details.aj-menu[open]").forEach((menu) => {
        if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
        menu.removeAttribute("open");
      });
      document.body.classList.remove("aj-nav-open");
      all(".aj-viewer.is-whole").forEach((viewer) => viewer.classList.remove("is-whole"));
      if (isWriting(document.activeElement)) document.activeElement.blur();
      return;
    }
    if (isWriting(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "Enter" && /^(A|BUTTON|SUMMARY|INPUT)$/.test(event.target.tagName)) return;
    let key = named(event);
    if (waiting) {
      key = waiting + " " + key;
      waiting = "";
    } else if (key === "g" && !forKey("g")) {
      waiting = "g";
      window.setTimeout(() => (waiting = ""), 1200);
      return;
    }
    const element = forKey(key);
    if (!element) return;
    event.preventDefault();
    if (isWriting(element)) {
      element.focus();
      if (element.select) element.select();
    } else if (element.getAttribute("aria-disabled") !== "true") {
      if (element.tagName === "SUMMARY") element.focus();
      element.click();
    }
  });

  // A part drawn anew takes the keyboard with it: what had it is found again by its key or its address; what is gone leaves it to the first stop of the part.
  let held = "";
  document.addEventListener("htmx:beforeSwap", (event) => {
    const here = document.activeElement;
    const inside = here && here !== document.body && !here.id && event.detail.target.contains(here);
    const known = inside && (["data-key", "href"].find((name) => here.hasAttribute(name)));
    held = known ? `${here.localName}[${known}="${CSS.escape(here.getAttribute(known))}"]` : "";
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const isLost = held && document.activeElement === document.body;
    const again = isLost && (document.querySelector(held) || event.target.querySelector("a[href], button:not([disabled])"));
    if (again) again.focus({ preventScroll: true });
    held = "";
  });

  const fillHelp = (list) => {
    list.replaceChildren();
    const groups = new Map();
    all("[data-key]").forEach((element) => {
      if (!isSeen(element) && element.dataset.keyHidden === undefined) return;
      const title = element.dataset.keyGroup || words.everywhere;
      if (!groups.has(title)) groups.set(title, new Map());
      const label = element.dataset.keyLabel || element.getAttribute("aria-label") || element.title || element.textContent.trim();
      if (!groups.get(title).has(element.dataset.key)) groups.get(title).set(element.dataset.key, label);
    });
    groups.get(words.everywhere) && groups.get(words.everywhere).set("Esc", words.closes);
    const last = (title) => (title === words.everywhere ? 1 : 0) + (Array.from(groups.get(title).keys()).every((key) => key.startsWith("g ")) ? 2 : 0);
    const order = Array.from(groups.keys()).sort((a, b) => last(a) - last(b));
    order.forEach((title) => {
      const part = document.createElement("section");
      const head = document.createElement("h3");
      const keysOf = document.createElement("dl");
      keysOf.className = "aj-keys";
      head.textContent = title;
      part.append(head, keysOf);
      list.append(part);
      groups.get(title).forEach((label, keys) => {
        const dt = document.createElement("dt");
        keys.split(/[ ]|(?<=Shift)\+/).forEach((key) => {
          const kbd = document.createElement("kbd");
          kbd.textContent = { Left: "←", Right: "→", Up: "↑", Down: "↓" }[key] || key;
          dt.append(kbd);
        });
        const dd = document.createElement("dd");
        dd.textContent = label;
        keysOf.append(dt, dd);
      });
    });
  };

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    all("details.aj-menu[open]").forEach((menu) => menu.contains(target) || menu.removeAttribute("open"));
    const opener = target.closest("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      const list = dialog.querySelector("[data-keys]");
      if (list) fillHelp(list);
      dialog.showModal();
      return;
    }
    const closer = target.closest("[data-closes]");
    if (closer) closer.closest("dialog").close();
    if (target instanceof HTMLDialogElement) target.close();
    if (target.closest("[data-fold]")) {
      const folded = document.querySelector(".aj-app").classList.toggle("aj-folded");
      aj.keep("aj_folded", folded ? "1" : "0");
    }
    const head = target.closest("[data-head-fold]");
    if (head) {
      const isFolded = head.closest(".aj-case-head").classList.toggle("is-folded");
      head.setAttribute("aria-expanded", String(!isFolded));
      aj.keep("aj_head", isFolded ? "1" : "0");
    }
    if (target.closest("[data-burger]")) {
      const open = document.body.classList.toggle("aj-nav-open");
      all("[data-burger]").forEach((button) => button.setAttribute("aria-expanded", String(open)));
      if (open) document.querySelector(".aj-nav-link").focus();
    }
    if (target.closest("[data-more-filters]")) target.closest(".aj-query").classList.toggle("is-open");
    const toggler = target.closest("[data-toggles]");
    if (toggler) toggler.setAttribute("aria-expanded", String(document.getElementById(toggler.dataset.toggles).classList.toggle("is-open")));
    const copied = target.closest("[data-copy]");
    if (copied && navigator.clipboard) navigator.clipboard.writeText(copied.dataset.copy).then(() => aj.say(words.copied, "is-good"));
    const row = target.closest("tr[data-href]");
    if (row && !target.closest("a, button, input, label, summary") && !String(window.getSelection())) {
      const link = row.querySelector("a[href]");
      if (link) link.click();
    }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  });

  // Fields that a person follows on the work list.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-follows]");
    if (!form) return;
    const values = new URLSearchParams({ name: "home.fields", value: new FormData(form).getAll("field").join(" ") });
    window.fetch(document.body.dataset.preference, { method: "POST", body: values, headers: { "X-CSRFToken": aj.csrf() } })
      .then(() => window.location.reload(), () => aj.say(words.offline, "is-bad"));
  });

  // A field for files speaks the language of the page, not that of the browser.
  all("input[type=file].aj-input").forEach((input) => {
    const box = document.createElement("span");
    const pick = document.createElement("b");
    const name = document.createElement("span");
    box.className = "aj-filebox";
    pick.textContent = words.chooseFile;
    name.textContent = words.noFile;
    input.classList.remove("aj-input");
    input.replaceWith(box);
    box.append(input, pick, name);
    input.addEventListener("change", () => {
      name.textContent = Array.from(input.files).map((file) => file.name).join("、") || words.noFile;
      box.classList.toggle("is-full", input.files.length > 0);
    });
  });

  // Of tabs that do not fit, the present one is in sight.
  all(".aj-tabs .aj-tab[aria-current]").forEach((tab) => {
    const row = tab.parentElement;
    if (tab.offsetLeft + tab.offsetWidth > row.offsetLeft + row.clientWidth) row.scrollLeft = tab.offsetLeft - row.offsetLeft - 40;
  });

  // A form that asks leaves its empty fields out of the address.
  document.addEventListener("formdata", (event) => {
    if (!event.target.matches("form[data-lean]")) return;
    Array.from(event.formData.entries()).forEach(([name, value]) => value === "" && event.formData.delete(name));
  });
  document.addEventListener("submit", (event) => {
    const question = (event.submitter && event.submitter.dataset.asks) || event.target.dataset.asks;
    if (question && !window.confirm(question)) event.preventDefault();
    else if (event.target.method !== "dialog" && !event.target.querySelector("[download]")) document.body.classList.add("aj-busy");
  });
  window.addEventListener("pageshow", () => document.body.classList.remove("aj-busy"));

  document.addEventListener("htmx:responseError", (event) => {
    let text = words.failed;
    try {
      const told = JSON.parse(event.detail.xhr.responseText);
      text = [told.title, told.advice].filter(Boolean).join(" ");
    } catch {
      text = words.failed + " (" + event.detail.xhr.status + ")";
    }
    aj.say(text, "is-bad");
  });
  // A part that asks again by itself waits while somebody types in it.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const asking = event.detail.elt;
    if (asking.matches("[hx-trigger^=every]") && asking.contains(document.activeElement) && isWriting(document.activeElement)) event.preventDefault();
  });
  document.addEventListener("htmx:sendError", () => aj.say(words.offline, "is-bad"));

  // Marked rows: up and down through a list of results, Enter opens.
  const step = (by) => {
    const rows = all("[data-result]").filter(isSeen);
    if (!rows.length) return;
    const at = rows.findIndex((row) => row.classList.contains("is-on"));
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    rows.forEach((row) => row.classList.toggle("is-on", row === next));
    const link = next.matches("a[href]") ? next : next.querySelector("a[data-main]") || next.querySelector("a[href]");
    if (link) link.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("click", (event) => {
    const mover = event.target instanceof Element && event.target.closest("[data-step]");
    if (mover) step(Number(mover.dataset.step));
    const leader = event.target instanceof Element && event.target.closest("[data-leads]");
    const led = leader && all(leader.dataset.leads).find(isSeen);
    if (led) led.focus();
  });

  // Counts: asked for after the page stands; the last ones are shown at once.
  const showCounts = (counts) => {
    all("[data-count]").forEach((place) => {
      const number = counts[place.dataset.count];
      if (number === undefined) return;
      place.textContent = place.classList.contains("aj-badge") && number > 9999 ? "9999+" : number.toLocaleString("en-US");
      place.hidden = place.classList.contains("aj-badge") && !number;
      const tile = place.closest("[data-tile]");
      if (tile) tile.classList.toggle("is-zero", !number);
    });
  };
  aj.count = () => {
    const asked = document.body.dataset.counts;
    if (!asked || !document.querySelector("[data-count]")) return;
    const kept = "aj-counts";
    showCounts(JSON.parse(window.sessionStorage.getItem(kept) || "{}"));
    window.fetch(asked, { headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok && !answer.redirected ? answer.json() : {}))
      .then((counts) => {
        window.sessionStorage.setItem(kept, JSON.stringify(counts));
        showCounts(counts);
      })
      .catch(() => undefined);
  };
  aj.count();
  if (document.querySelector("form.aj-login")) window.sessionStorage.clear();

  // Groups of the navigation fold, and stay so for this person.
  all("details[data-nav-group]").forEach((group) => group.addEventListener("toggle", () => {
    const shut = all("details[data-nav-group]:not([open])").map((one) => one.dataset.navGroup).join(" ");
    const values = new URLSearchParams({ name: "nav.folded", value: shut });
    window.fetch(document.body.dataset.preference, { method: "POST", body: values, headers: { "X-CSRFToken": aj.csrf() } }).catch(() => undefined);
  }));
})();
