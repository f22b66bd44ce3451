// Exhibitions: narration by the browser's own voice, order by dragging or buttons, boxes over pictures.
(function () {
  "use strict";

  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const one = (selector, root) => (root || document).querySelector(selector);

  // Narration begins only when a person asks for it; the text that is spoken is marked and comes into sight.
  const begin = one("[data-narrate]");
  const voice = window.speechSynthesis;
  if (begin && voice && window.SpeechSynthesisUtterance) {
    begin.hidden = false;
    const word = one("[data-narrate-word]", begin);
    let texts = [];
    let isOn = false;
    const mark = (element) => {
      all(".is-said").forEach((other) => other.classList.remove("is-said"));
      if (!element) return;
      element.classList.add("is-said");
      const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      element.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    };
    const stop = () => {
      isOn = false;
      voice.cancel();
      mark(null);
      begin.setAttribute("aria-pressed", "false");
      word.textContent = word.dataset.begin;
    };
    const next = () => {
      const element = texts.shift();
      if (!isOn || !element) {
        stop();
        return;
      }
      const said = new SpeechSynthesisUtterance(element.textContent.trim());
      said.lang = "zh-CN";
      said.onend = () => { if (isOn) next(); };
      said.onerror = () => { if (isOn) next(); };
      mark(element);
      voice.speak(said);
    };
    begin.addEventListener("click", () => {
      if (isOn) {
        stop();
        return;
      }
      texts = all("[data-show] [data-say]").filter((element) => element.textContent.trim());
      isOn = true;
      begin.setAttribute("aria-pressed", "true");
      word.textContent = word.dataset.stop;
      next();
    });
    window.addEventListener("pagehide", stop);
  } else if (begin) {
    one("[data-narrate-none]").hidden = false;
  }
  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  // Order: by buttons, or by dragging; it is kept when the form is sent.
  const form = one("[data-order-form]");
  const changed = () => {
    form.hidden = false;
    const rows = all("[data-room]").map((room) => [room.dataset.room, ...all("[data-exhibit]", room).map((item) => item.dataset.exhibit)].join(" "));
    one("[name=order]", form).value = rows.join(";");
  };
  if (form) {
    all("[data-move]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        const item = button.closest("[data-exhibit]") || button.closest("[data-room]");
        const by = Number(button.dataset.move);
        if (by === 0) item.remove();
        else if (by < 0 && item.previousElementSibling) item.previousElementSibling.before(item);
        else if (by > 0 && item.nextElementSibling) item.nextElementSibling.after(item);
        changed();
        if (by !== 0) button.focus();
      });
    });
    let dragged = null;
    document.addEventListener("dragstart", (event) => {
      const item = event.target instanceof Element && event.target.closest("[data-exhibit]");
      if (!item || event.target.closest("[data-redact]")) {
        if (item) event.preventDefault();
        return;
      }
      dragged = item;
      item.classList.add("is-dragged");
      event.dataTransfer.effectAllowed = "move";
    });
    document.addEventListener("dragover", (event) => {
      const list = dragged && event.target instanceof Element && event.target.closest("[data-exhibits]");
      if (!list) return;
      event.preventDefault();
      const over = event.target.closest("[data-exhibit]");
      if (!over) list.append(dragged);
      else if (over !== dragged) {
        const isAfter = dragged.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING;
        if (isAfter) over.after(dragged);
        else over.before(dragged);
      }
    });
    document.addEventListener("dragend", () => {
      if (!dragged) return;
      dragged.classList.remove("is-dragged");
      dragged = null;
      changed();
    });
  }

  // Boxes: those burnt in are shown as frames, a click takes one back; dragging on the picture draws a new one.
  all("[data-redact]").forEach((stage) => {
    const field = one("[data-boxes]", stage.closest("[data-exhibit]"));
    if (!field) return;
    let boxes = JSON.parse(field.value || "[]").map((box) => ({ box, isNew: false, isOff: false }));
    const keep = () => {
      field.value = JSON.stringify(boxes.filter((row) => !row.isOff).map((row) => row.box));
      draw();
    };
    const draw = () => {
      all("button", stage).forEach((button) => button.remove());
      boxes.forEach((row, place) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = row.isOff ? "is-off" : row.isNew ? "is-new" : "";
        button.setAttribute("aria-label", String(place + 1));
        button.style.left = `${row.box[0] * 100}%`;
        button.style.top = `${row.box[1] * 100}%`;
        button.style.width = `${(row.box[2] - row.box[0]) * 100}%`;
        button.style.height = `${(row.box[3] - row.box[1]) * 100}%`;
        button.addEventListener("click", () => {
          if (row.isNew) boxes = boxes.filter((other) => other !== row);
          else row.isOff = !row.isOff;
          keep();
        });
        stage.append(button);
      });
    };
    const at = (event) => {
      const area = stage.getBoundingClientRect();
      const part = (value) => Math.min(1, Math.max(0, value));
      return [part((event.clientX - area.left) / area.width), part((event.clientY - area.top) / area.height)];
    };
    let from = null;
    stage.addEventListener("pointerdown", (event) => {
      if (event.target.closest("button") || event.button !== 0) return;
      event.preventDefault();
      from = at(event);
      stage.setPointerCapture(event.pointerId);
    });
    stage.addEventListener("pointerup", (event) => {
      if (!from) return;
      const to = at(event);
      const box = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1])].map((value) => Math.round(value * 10000) / 10000);
      from = null;
      if (box[2] - box[0] < 0.005 || box[3] - box[1] < 0.003) return;
      boxes.push({ box, isNew: true, isOff: false });
      keep();
    });
    draw();
  });
})();
