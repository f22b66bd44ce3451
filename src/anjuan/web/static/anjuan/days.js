// A calendar for fields that hold a span of days: two choices make "first ~ last". Keys: arrows, Page Up and Down, Home, End, Enter, Escape.
(function () {
  "use strict";

  const DAY = 86400000;
  const lang = document.documentElement.lang || "zh-Hans";
  // Days are counted in UTC, so that no change of clocks moves them; today is today in China.
  const day = (text) => new Date(text + "T00:00:00Z");
  const text = (date) => date.toISOString().slice(0, 10);
  const today = () => day(new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date()));
  const said = (options) => new Intl.DateTimeFormat(lang, { timeZone: "UTC", ...options });
  const monthSaid = said({ year: "numeric", month: "long" });
  const daySaid = said({ year: "numeric", month: "long", day: "numeric", weekday: "long" });
  const weekSaid = said({ weekday: lang.startsWith("zh") ? "narrow" : "short" });
  const later = (date, days) => new Date(date.getTime() + days * DAY);
  const monthOf = (year, month, on) => new Date(Date.UTC(year, month, on));
  const monthLater = (date, by) => {
    const last = monthOf(date.getUTCFullYear(), date.getUTCMonth() + by + 1, 0).getUTCDate();
    return monthOf(date.getUTCFullYear(), date.getUTCMonth() + by, Math.min(date.getUTCDate(), last));
  };
  const fromMonday = (date) => (date.getUTCDay() + 6) % 7;

  const PRESETS = {
    month: (now) => [monthOf(now.getUTCFullYear(), now.getUTCMonth(), 1), monthOf(now.getUTCFullYear(), now.getUTCMonth() + 1, 0)],
    quarter: (now) => {
      const first = now.getUTCMonth() - (now.getUTCMonth() % 3);
      return [monthOf(now.getUTCFullYear(), first, 1), monthOf(now.getUTCFullYear(), first + 3, 0)];
    },
    year: (now) => [monthOf(now.getUTCFullYear(), 0, 1), monthOf(now.getUTCFullYear(), 12, 0)],
    last30: (now) => [later(now, -29), now],
  };

  let shown = null;

  const shut = (toField) => {
    if (!shown) return;
    const { box, field, opener } = shown;
    shown = null;
    box.remove();
    opener.setAttribute("aria-expanded", "false");
    if (toField) field.focus();
  };

  const write = (span) => {
    const field = shown.field;
    field.value = span ? text(span[0]) + " ~ " + text(span[1]) : "";
    shut(true);
    if (field.form) field.form.requestSubmit();
  };

  const choose = (date) => {
    if (!shown.first) {
      shown.first = date;
      shown.at = date;
      draw(true);
    } else {
      write(date < shown.first ? [date, shown.first] : [shown.first, date]);
    }
  };

  const button = (label, does, className) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.className = className;
    made.addEventListener("click", does);
    return made;
  };

  const cell = (date) => {
    const { at, first, span } = shown;
    const one = button(String(date.getUTCDate()), () => choose(date), "aj-day");
    const from = first || (span && span[0]);
    const to = first ? at : span && span[1];
    const [low, high] = from && to && to < from ? [to, from] : [from, to];
    one.tabIndex = text(date) === text(at) ? 0 : -1;
    one.dataset.day = text(date);
    one.setAttribute("aria-label", daySaid.format(date));
    one.classList.toggle("is-other", date.getUTCMonth() !== at.getUTCMonth());
    one.classList.toggle("is-in", Boolean(low && high && date >= low && date <= high));
    const isEnd = Boolean((low && text(date) === text(low)) || (high && text(date) === text(high)));
    one.classList.toggle("is-end", isEnd);
    if (isEnd) one.setAttribute("aria-pressed", "true");
    if (text(date) === text(today())) one.setAttribute("aria-current", "date");
    const held = document.createElement("td");
    held.append(one);
    return held;
  };

  const head = () => {
    const line = document.createElement("div");
    line.className = "aj-days-head";
    const step = (label, sign, by) => {
      const made = button(sign, () => { shown.at = monthLater(shown.at, by); draw(false); }, "aj-tool");
      made.setAttribute("aria-label", label);
      return made;
    };
    const words = shown.opener.dataset;
    const title = document.createElement("strong");
    title.textContent = monthSaid.format(shown.at);
    title.setAttribute("aria-live", "polite");
    line.append(step(words.previousYear, "«", -12), step(words.previousMonth, "‹", -1), title, step(words.nextMonth, "›", 1), step(words.nextYear, "»", 12));
    return line;
  };

  const grid = () => {
    const table = document.createElement("table");
    table.className = "aj-days-grid";
    const start = later(monthOf(shown.at.getUTCFullYear(), shown.at.getUTCMonth(), 1), 0);
    const monday = later(start, -fromMonday(start));
    const names = table.createTHead().insertRow();
    for (let place = 0; place < 7; place += 1) {
      const name = document.createElement("th");
      name.scope = "col";
      name.textContent = weekSaid.format(later(monday, place));
      names.append(name);
    }
    const body = table.createTBody();
    for (let week = 0; week < 6; week += 1) {
      const row = body.insertRow();
      for (let place = 0; place < 7; place += 1) row.append(cell(later(monday, week * 7 + place)));
    }
    return table;
  };

  const foot = () => {
    const line = document.createElement("div");
    line.className = "aj-days-foot";
    const words = shown.opener.dataset;
    Object.keys(PRESETS).forEach((name) => line.append(button(words[name], () => write(PRESETS[name](today())), "aj-button is-plain is-small")));
    line.append(button(words.clear, () => write(null), "aj-button is-plain is-small"));
    return line;
  };

  const draw = (takesFocus) => {
    const note = document.createElement("p");
    note.className = "aj-days-note";
    note.setAttribute("role", "status");
    note.textContent = shown.first ? shown.opener.dataset.chooseLast : shown.opener.dataset.chooseFirst;
    shown.box.replaceChildren(head(), grid(), note, foot());
    if (takesFocus) shown.box.querySelector('[tabindex="0"]').focus();
  };

  const KEYS = {
    ArrowLeft: (at) => later(at, -1), ArrowRight: (at) => later(at, 1), ArrowUp: (at) => later(at, -7), ArrowDown: (at) => later(at, 7),
    PageUp: (at, event) => monthLater(at, event.shiftKey ? -12 : -1), PageDown: (at, event) => monthLater(at, event.shiftKey ? 12 : 1),
    Home: (at) => later(at, -fromMonday(at)), End: (at) => later(at, 6 - fromMonday(at)),
  };

  const open = (opener) => {
    const entry = opener.closest(".aj-entry");
    const field = entry.querySelector("[data-days]");
    const isSame = shown && shown.opener === opener;
    shut(false);
    if (isSame) return;
    const dates = (field.value.match(/\d{4}-\d{2}-\d{2}/g) || []).map(day).filter((one) => !Number.isNaN(one.getTime()));
    const box = document.createElement("div");
    box.className = "aj-days";
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", opener.getAttribute("aria-label"));
    shown = { box, field, opener, first: null, span: dates.length === 2 ? dates : null, at: dates[0] || today() };
    opener.setAttribute("aria-expanded", "true");
    entry.append(box);
    draw(true);
    const over = box.getBoundingClientRect().right - document.documentElement.clientWidth + 8;
    if (over > 0) box.classList.add("is-right");
  };

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const opener = target && target.closest("[data-days-open]");
    if (opener) open(opener);
    // A button that was drawn anew by its own click is no longer in the page.
    else if (shown && target && target.isConnected && !shown.box.contains(target)) shut(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.altKey && event.key === "ArrowDown" && event.target instanceof Element && event.target.matches("[data-days]")) {
      event.preventDefault();
      open(event.target.closest(".aj-entry").querySelector("[data-days-open]"));
      return;
    }
    if (!shown || !shown.box.contains(event.target)) return;
    event.stopPropagation();
    if (event.key === "Escape") {
      event.preventDefault();
      shut(true);
    } else if (KEYS[event.key] && event.target.matches(".aj-day")) {
      event.preventDefault();
      shown.at = KEYS[event.key](shown.at, event);
      draw(true);
    }
  }, true);
  document.addEventListener("focusin", (event) => {
    if (shown && !shown.box.contains(event.target) && event.target !== shown.opener && event.target !== shown.field) shut(false);
  });
})();
