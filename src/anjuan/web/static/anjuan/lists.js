// Lists: choosing rows, columns by drag and by keys, widths, days. Works on whatever the server drew last.
(function () {
  "use strict";

  const aj = window.aj;
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const rowsBox = () => document.getElementById("aj-rows");
  const batch = () => document.getElementById("aj-batch");
  const picks = () => all("tbody input[name=pick]", rowsBox());

  // Choosing rows.
  const showPicked = () => {
    const form = batch();
    if (!form) return;
    const isAll = form.elements.all.value === "1";
    const chosen = picks().filter((box) => box.checked);
    const number = isAll ? Number(form.dataset.total) : chosen.length;
    form.hidden = !number;
    form.querySelector("[data-picked]").textContent = number.toLocaleString("en-US");
    const every = form.querySelector("[data-pick-all]");
    if (every) every.hidden = isAll || chosen.length < picks().length;
    const head = rowsBox().querySelector("thead [data-pick-page]");
    if (head) {
      head.checked = chosen.length > 0 && chosen.length === picks().length;
      head.indeterminate = chosen.length > 0 && chosen.length < picks().length;
    }
    picks().forEach((box) => box.closest("tr").classList.toggle("is-picked", box.checked));
  };
  const pickPage = (checked) => {
    picks().forEach((box) => (box.checked = checked));
    if (batch()) batch().elements.all.value = "";
    showPicked();
  };
  let lastPicked = null;
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target || !rowsBox()) return;
    if (target.matches("tbody input[name=pick]")) {
      if (event.shiftKey && lastPicked && lastPicked.isConnected) {
        const boxes = picks();
        const [from, to] = [boxes.indexOf(lastPicked), boxes.indexOf(target)].sort((a, b) => a - b);
        boxes.slice(from, to + 1).forEach((box) => (box.checked = target.checked));
      }
      lastPicked = target;
      batch().elements.all.value = "";
      showPicked();
    } else if (target.matches("th [data-pick-page]")) {
      pickPage(target.checked);
    } else if (target.closest("[data-pick-page]")) {
      pickPage(picks().some((box) => !box.checked));
    } else if (target.closest("[data-pick-row]")) {
      const row = rowsBox().querySelector("tr.is-on");
      const box = row && row.querySelector("input[name=pick]");
      if (box) box.click();
    } else if (target.closest("[data-pick-none]")) {
      pickPage(false);
    } else if (target.closest("[data-pick-all]")) {
      pickPage(true);
      batch().elements.all.value = "1";
      showPicked();
    } else if (target.closest("[data-prints]")) {
      window.print();
    }
  });
  document.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.matches("[data-sends-file]")) window.setTimeout(() => document.body.classList.remove("aj-busy"), 0);
    const now = event.target.querySelector("[data-query-now]");
    if (now) now.value = window.location.search.slice(1);
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[data-export]");
    if (link) link.search = window.location.search;
  }, true);

  // Columns: dragged, or moved by their buttons; the server keeps what changed.
  const told = (list) => list.closest("form").dispatchEvent(new CustomEvent("aj:look"));
  const move = (item, by) => {
    const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (by < 0) other.before(item);
    else other.after(item);
    told(item.parentElement);
  };
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-col-move]");
    if (!button) return;
    move(button.closest("li"), Number(button.dataset.colMove));
    button.focus();
  });
  let dragged = null;
  document.addEventListener("dragstart", (event) => {
    const item = event.target instanceof Element && event.target.closest("li[data-column]");
    if (!item) return;
    dragged = item;
    item.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.dataset.column);
  });
  document.addEventListener("dragover", (event) => {
    const item = dragged && event.target instanceof Element && event.target.closest("li[data-column]");
    if (!item) return;
    event.preventDefault();
    if (item === dragged) return;
    const box = item.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) item.before(dragged);
    else item.after(dragged);
  });
  document.addEventListener("drop", (event) => dragged && event.preventDefault());
  document.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged.classList.remove("is-dragged");
    told(dragged.parentElement);
    dragged = null;
  });

  // Widths: the edge of a heading is drawn; the settings hold the same figure for the keyboard.
  document.addEventListener("pointerdown", (event) => {
    const grip = event.target instanceof Element && event.target.closest("[data-grip]");
    if (!grip) return;
    event.preventDefault();
    const table = grip.closest("table");
    const column = table.querySelector('col[data-col="' + grip.dataset.grip + '"]');
    const from = event.clientX;
    const wide = grip.parentElement.getBoundingClientRect().width;
    const whole = Number(table.getAttribute("width"));
    const had = Number(column.getAttribute("width")) || wide;
    let width = wide;
    grip.setPointerCapture(event.pointerId);
    grip.classList.add("is-on");
    const draw = (moved) => {
      width = Math.round(Math.max(48, Math.min(900, wide + moved.clientX - from)));
      column.setAttribute("width", String(width));
      table.setAttribute("width", String(Math.max(0, whole + width - had)));
    };
    grip.addEventListener("pointermove", draw);
    grip.addEventListener("pointerup", () => {
      grip.removeEventListener("pointermove", draw);
      grip.classList.remove("is-on");
      const field = document.querySelector('.aj-look input[name="width-' + grip.dataset.grip + '"]');
      if (field && width !== wide) {
        field.value = String(width);
        told(field);
      }
    }, { once: true });
  });
  document.addEventListener("click", (event) => event.target instanceof Element && event.target.closest("[data-grip]") && event.preventDefault(), true);

  // The form leaves its empty fields out of the address; what was chosen before goes with the new rows.
  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.target.matches("form[data-lean]")) return;
    const values = event.detail.formData || event.detail.parameters;
    Array.from(values.keys ? values.keys() : Object.keys(values)).forEach((key) => {
      const value = values.get ? values.get(key) : values[key];
      if (value === "") values.delete ? values.delete(key) : delete values[key];
    });
  });
  document.addEventListener("htmx:afterSettle", showPicked);
  window.addEventListener("pageshow", showPicked);

  // The folded part of the form opens by itself when something in it narrows the list.
  const query = document.getElementById("aj-query");
  if (query && query.querySelector(".is-more.is-set")) query.classList.add("is-open");
})();
