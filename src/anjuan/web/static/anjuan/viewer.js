// One page on the desk: zoom, turn, boxes and lines in step, hits one after the other.
(function () {
  "use strict";

  const viewer = document.querySelector(".aj-viewer");
  if (!viewer) return;
  // A viewer beside a list is narrower than one that has the window: it keeps its own habits, with its own beginning.
  const scope = "aj_desk_" + (viewer.dataset.scope ? viewer.dataset.scope + "_" : "");
  const usual = JSON.parse(viewer.dataset.usual || "{}");
  const kept = (name, otherwise) => window.localStorage.getItem(scope + name) || usual[name] || otherwise;
  const keep = (name, value) => window.localStorage.setItem(scope + name, value);
  const one = (selector) => viewer.querySelector(selector);
  const all = (selector) => Array.from(viewer.querySelectorAll(selector));
  const WIDEST = 940;
  const PAD = 28;
  let turned = 0;
  let at = -1;

  const zoom = () => Number(kept("zoom", "1"));
  const lay = () => {
    const sheet = one(".aj-sheet");
    const top = one(".aj-table-top");
    if (!sheet || !top) return;
    const box = sheet.viewBox.baseVal;
    const room = top.clientWidth - PAD;
    const height = Math.max(240, top.clientHeight - PAD);
    const fit = kept("fit", "width") === "page" ? Math.min(room, (height * box.width) / box.height) : Math.min(room, WIDEST);
    sheet.style.setProperty("--aj-fit", Math.max(120, fit) + "px");
    sheet.style.setProperty("--aj-zoom", String(zoom()));
    const said = one("[data-zoom-said]");
    if (said) said.textContent = Math.round(zoom() * 100) + "%";
  };
  const setZoom = (value) => {
    const top = one(".aj-table-top");
    const share = top ? (top.scrollTop + top.clientHeight / 2) / Math.max(1, top.scrollHeight) : 0;
    keep("zoom", String(Math.min(6, Math.max(0.25, value))));
    lay();
    if (top) top.scrollTop = share * top.scrollHeight - top.clientHeight / 2;
    fetchSharper();
  };
  // A page drawn larger than its picture asks for a larger picture.
  const fetchSharper = () => {
    const picture = one("[data-picture]");
    if (!picture) return;
    const wanted = one(".aj-sheet").getBoundingClientRect().width * Math.min(2, window.devicePixelRatio || 1);
    const width = [900, 1400, 2200, 3000].find((step) => step >= wanted) || 3000;
    if (width <= Number(picture.dataset.width)) return;
    const address = picture.dataset.picture.replace(/width=\d+/, "width=" + width);
    const sharper = new Image();
    sharper.onload = () => {
      picture.setAttribute("href", address);
      picture.dataset.width = String(width);
    };
    sharper.src = address;
  };
  const turn = () => {
    const sheet = one(".aj-sheet");
    const turning = one("[data-turns]");
    const width = Number(sheet.dataset.width);
    const height = Number(sheet.dataset.height);
    turned = (turned + 90) % 360;
    const flipped = turned % 180 !== 0;
    sheet.setAttribute("viewBox", flipped ? `0 0 ${height} ${width}` : `0 0 ${width} ${height}`);
    const moves = { 0: "", 90: `translate(${height} 0) rotate(90)`, 180: `translate(${width} ${height}) rotate(180)`, 270: `translate(0 ${width}) rotate(270)` };
    turning.setAttribute("transform", moves[turned]);
    lay();
  };

  const near = (number, on) => all(`[data-line="${number}"]`).forEach((part) => part.classList.toggle("is-near", on));
  const show = (element) => {
    const holder = element.closest(".aj-table-top, .aj-lines-body");
    if (!holder) return;
    const inner = element.getBoundingClientRect();
    const outer = holder.getBoundingClientRect();
    if (inner.top < outer.top + 40 || inner.bottom > outer.bottom - 40 || inner.left < outer.left || inner.right > outer.right) {
      holder.scrollTop += inner.top - outer.top - outer.height / 2 + inner.height / 2;
      if (inner.width < outer.width) holder.scrollLeft += inner.left - outer.left - outer.width / 2 + inner.width / 2;
    }
  };
  const choose = (number) => {
    all("[data-line]").forEach((part) => part.classList.toggle("is-on", part.dataset.line === String(number)));
    all(`[data-line="${number}"]`).forEach(show);
  };
  const light = (index) => {
    const hits = all(".aj-lit");
    if (!hits.length) return;
    at = (index + hits.length) % hits.length;
    hits.forEach((hit, place) => hit.classList.toggle("is-on", place === at));
    show(hits[at]);
    const said = one("[data-hit-said]");
    if (said) said.textContent = `${Number(said.dataset.before) + at + 1}/${said.dataset.total}`;
    const line = all(".aj-line.has-hit").find((row) => Number(row.dataset.from) <= at && at < Number(row.dataset.to));
    if (line) show(line);
  };
  const moveHit = (by) => {
    const hits = all(".aj-lit");
    const next = at + by;
    if ((next < 0 || next >= hits.length) && !viewer.dispatchEvent(new CustomEvent("aj:beyond", { cancelable: true, detail: by }))) return;
    const beyond = next < 0 ? one("[data-hit-page=previous]") : next >= hits.length ? one("[data-hit-page=next]") : null;
    if (beyond) beyond.click();
    else light(next);
  };

  const moveLine = (by) => {
    const lines = all(".aj-line").filter((row) => !row.hidden);
    const here = lines.findIndex((row) => row.classList.contains("is-on"));
    const next = lines[Math.max(0, Math.min(lines.length - 1, here + by))];
    if (next) choose(next.dataset.line);
  };
  const movePaper = (by) => {
    const papers = all("a.aj-doc:not(.is-gap)").filter((link) => !link.hidden);
    const next = papers[papers.findIndex((link) => link.hasAttribute("aria-current")) + by];
    if (next) next.click();
  };

  // A field and the place it was read from.
  const find = (number, from) => {
    all("[data-found]").forEach((part) => part.classList.toggle("is-on", part.dataset.found === number));
    const box = one(`rect[data-found="${number}"]`);
    const row = one(`button[data-found="${number}"]`);
    if (box && from !== box) show(box);
    if (row && from !== row) row.scrollIntoView({ block: "nearest" });
  };
  const side = () => {
    const lines = one(".aj-lines");
    if (!lines) return;
    const shown = lines.dataset.side === "lines" ? "lines" : kept("side", "said");
    lines.classList.toggle("is-said", shown === "said");
    lines.classList.toggle("is-read", shown === "lines");
    all("[data-side-to]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.sideTo === shown)));
  };

  const panes = () => {
    viewer.classList.toggle("is-no-tree", kept("tree", "1") === "0");
    viewer.classList.toggle("is-no-lines", kept("lines", "1") === "0");
    const top = one(".aj-table-top");
    if (top) top.classList.toggle("aj-show-boxes", kept("boxes", "1") === "1");
    all("[data-toggle]").forEach((button) => button.setAttribute("aria-pressed", String(kept(button.dataset.toggle, "1") === "1")));
  };
  const reveal = (link) => {
    const body = link.closest(".aj-tree-body");
    const inner = link.getBoundingClientRect();
    const outer = body.getBoundingClientRect();
    if (inner.top < outer.top || inner.bottom > outer.bottom) body.scrollTop += inner.top - outer.top - outer.height / 3;
  };
  const begin = () => {
    turned = 0;
    at = -1;
    const desk = one(".aj-desk");
    all(".aj-doc").forEach((link) => {
      const here = desk && link.dataset.document === desk.dataset.document;
      if (here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
      if (here && link.closest("details")) link.closest("details").setAttribute("open", "");
      if (here) reveal(link);
    });
    if (desk && desk.dataset.title) document.title = desk.dataset.title;
    side();
    panes();
    lay();
    fetchSharper();
    const there = one(".aj-strip [aria-current]");
    if (there) {
      const strip = there.parentElement;
      const inner = there.getBoundingClientRect();
      strip.scrollLeft += inner.left - strip.getBoundingClientRect().left - strip.clientWidth / 2 + inner.width / 2;
    }
    if (desk && all(".aj-lit").length) light(desk.dataset.enter === "last" ? -1 : 0);
  };

  viewer.addEventListener("pointerover", (event) => {
    const part = event.target.closest("[data-line]");
    if (part) near(part.dataset.line, true);
  });
  viewer.addEventListener("pointerout", (event) => {
    const part = event.target.closest("[data-line]");
    if (part) near(part.dataset.line, false);
  });
  viewer.addEventListener("click", (event) => {
    const part = event.target.closest("[data-line]");
    if (part && !String(window.getSelection())) choose(part.dataset.line);
    const found = event.target.closest("[data-found]");
    if (found) find(found.dataset.found, found);
    const other = event.target.closest("[data-side-to]");
    if (other) {
      keep("side", other.dataset.sideTo);
      one(".aj-lines").dataset.side = other.dataset.sideTo;
      side();
    }
    const button = event.target.closest("[data-does]");
    if (button) deeds[button.dataset.does]();
    const toggle = event.target.closest("[data-toggle]");
    if (toggle) {
      keep(toggle.dataset.toggle, kept(toggle.dataset.toggle, "1") === "1" ? "0" : "1");
      panes();
      lay();
    }
  });
  viewer.addEventListener("keydown", (event) => {
    const line = event.target.closest(".aj-line");
    if (line && event.key === " ") {
      event.preventDefault();
      choose(line.dataset.line);
    }
  });
  viewer.addEventListener("wheel", (event) => {
    if (!event.ctrlKey || !event.target.closest(".aj-table-top")) return;
    event.preventDefault();
    setZoom(zoom() * (event.deltaY < 0 ? 1.1 : 1 / 1.1));
  }, { passive: false });
  viewer.addEventListener("input", (event) => {
    if (event.target.matches("[data-line-filter]")) {
      const words = event.target.value.trim().toLowerCase();
      let left = 0;
      all(".aj-line").forEach((row) => {
        row.hidden = words !== "" && !row.textContent.toLowerCase().includes(words);
        left += row.hidden ? 0 : 1;
      });
      const said = one("[data-line-count]");
      if (said) said.textContent = String(left);
    }
    if (event.target.matches("[data-tree-filter]")) {
      const words = event.target.value.trim().toLowerCase();
      all(".aj-doc").forEach((row) => (row.hidden = words !== "" && !row.textContent.toLowerCase().includes(words)));
      all(".aj-tree details").forEach((group) => (group.hidden = words !== "" && !group.querySelector(".aj-doc:not([hidden])")));
    }
  });
  const deeds = {
    larger: () => setZoom(zoom() * 1.2),
    smaller: () => setZoom(zoom() / 1.2),
    width: () => { keep("fit", "width"); setZoom(1); },
    page: () => { keep("fit", "page"); setZoom(1); },
    turn,
    whole: () => { viewer.classList.toggle("is-whole"); lay(); },
    nextLine: () => moveLine(1),
    previousLine: () => moveLine(-1),
    nextPaper: () => movePaper(1),
    previousPaper: () => movePaper(-1),
    nextHit: () => moveHit(1),
    previousHit: () => moveHit(-1),
  };
  document.addEventListener("htmx:afterSwap", (event) => { if (viewer.contains(event.target) || event.detail.target.id === "aj-desk") begin(); });
  new ResizeObserver(lay).observe(viewer);
  begin();
})();
