// The cut editor: where papers begin, and care for single pages: turning them, setting them aside.
(function () {
  "use strict";

  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const one = (selector, root) => (root || document).querySelector(selector);
  const open = (address, pane) => window.htmx.ajax("GET", address, { target: pane, swap: "innerHTML" });

  const cutter = one("[data-cutter]");
  if (!cutter) return;
  const tiles = all("[data-tile-page]", cutter);
  const number = (tile) => Number(tile.dataset.tilePage);
  const before = one("[name=before]", cutter).value;
  // Cuts as they were, and deeds on pages that the server can undo: the last one first.
  const history = JSON.parse(cutter.dataset.undoable || "[]").reverse();
  const starts = () => tiles.filter((tile) => tile.classList.contains("is-start")).map(number);
  const kindOf = (tile) => one("input", tile);
  const typed = () => tiles.some((tile) => kindOf(tile).value !== kindOf(tile).defaultValue);
  const draw = () => {
    const now = starts();
    const last = tiles.length;
    const list = one("[data-parts]", cutter);
    list.replaceChildren(...now.map((start, place) => {
      const tile = tiles.find((other) => number(other) === start);
      const end = place + 1 < now.length ? now[place + 1] - 1 : number(tiles[last - 1]);
      const item = document.createElement("li");
      const link = document.createElement("button");
      link.type = "button";
      link.className = "aj-part";
      const name = document.createElement("span");
      name.textContent = kindOf(tile).value || tile.dataset.title || cutter.dataset.untitled;
      const span = document.createElement("span");
      span.className = "aj-quiet";
      span.textContent = (start === end ? start : start + "–" + end) + " " + cutter.dataset.pages;
      link.append(name, span);
      link.addEventListener("click", () => { one(".aj-tile-page", tile).focus(); });
      item.append(link);
      return item;
    }));
    one("[data-starts]", cutter).value = now.join(",");
    one("[data-parts-said]", cutter).textContent = String(now.length);
    one("[data-cut-undo]", cutter).disabled = !history.length;
    const save = one("[data-cut-save]", cutter);
    if (save) save.disabled = now.join(",") === before && !typed();
  };
  const put = (wanted) => {
    tiles.forEach((tile) => {
      const on = wanted.includes(number(tile));
      tile.classList.toggle("is-start", on);
      one(".aj-tile-page", tile).setAttribute("aria-pressed", String(on));
      kindOf(tile).disabled = !on;
    });
    draw();
  };
  const change = (wanted) => {
    history.push(starts());
    put(wanted);
  };
  const toggle = (tile) => {
    if (tile === tiles[0]) return;
    const now = starts();
    change(now.includes(number(tile)) ? now.filter((start) => start !== number(tile)) : now.concat(number(tile)));
  };
  // Pages that are chosen: what is done for pages is done for all of them, else for the one in focus.
  let anchor = -1;
  const choosing = () => cutter.classList.contains("is-choosing");
  const isChosen = (tile) => tile.classList.contains("is-chosen");
  const chosen = () => tiles.filter(isChosen);
  const sayChosen = () => {
    const said = one("[data-chosen-said]", cutter);
    if (said) said.textContent = chosen().length ? cutter.dataset.chosen.replace("%n", chosen().length) : "";
  };
  const choose = (places, on) => {
    places.forEach((place) => {
      tiles[place].classList.toggle("is-chosen", on);
      // A pressed button stands for a cut already; that a page is chosen is told as well.
      one(".aj-tile-page", tiles[place]).setAttribute("aria-description", on ? cutter.dataset.isChosen : "");
    });
    sayChosen();
  };
  const reach = (place) => {
    const from = Math.min(anchor, place);
    const to = Math.max(anchor, place);
    tiles.forEach((tile, index) => choose([index], index >= from && index <= to));
  };

  const post = (address, values) => {
    const body = new FormData();
    Object.entries(values).forEach(([name, value]) => body.append(name, value));
    cutter.setAttribute("aria-busy", "true");
    return fetch(address, { method: "POST", body, headers: { "X-CSRFToken": window.aj.csrf(), Accept: "application/json" } })
      .then(async (answer) => {
        const told = await answer.json().catch(() => ({}));
        if (!answer.ok || answer.redirected) throw new Error([told.title, told.advice].filter(Boolean).join("：") || cutter.dataset.failed);
        return told;
      })
      .finally(() => cutter.removeAttribute("aria-busy"));
  };
  const show = (told) => {
    told.pages.forEach((page) => {
      const tile = tiles.find((other) => number(other) === page.number);
      if (!tile) return;
      const picture = one("img", tile);
      const address = new URL(picture.src);
      address.searchParams.set("of", page.look);
      if (picture.src !== address.href) picture.src = address.href;
      tile.classList.toggle("is-marked", Boolean(page.mark));
      tile.classList.toggle("is-blank", page.is_blank);
      one(".aj-tile-mark", tile).textContent = page.said;
    });
    window.aj.say(told.said, "is-good");
  };
  const care = (order) => {
    const place = tiles.findIndex((tile) => one(".aj-tile-page", tile).tabIndex === 0);
    const pages = (chosen().length ? chosen() : [tiles[place]]).map(number);
    return post(cutter.dataset.careAddress, { ...order, pages: pages.join(",") })
      .then((told) => {
        show(told);
        if (told.undo) history.push(told.undo);
        draw();
      })
      .catch((error) => window.aj.say(error.message, "is-bad"));
  };
  const undo = () => {
    const last = history.pop();
    if (Array.isArray(last)) {
      put(last);
      return;
    }
    post(cutter.dataset.undoAddress.replace("/0/", "/" + last + "/"), { document: cutter.dataset.document })
      .then(show)
      .catch((error) => window.aj.say(error.message, "is-bad"))
      .finally(draw);
  };

  const focus = (place) => {
    const tile = tiles[Math.max(0, Math.min(tiles.length - 1, place))];
    tiles.forEach((other) => (one(".aj-tile-page", other).tabIndex = other === tile ? 0 : -1));
    one(".aj-tile-page", tile).focus();
  };
  const inRow = () => {
    const top = tiles[0].offsetTop;
    const row = tiles.findIndex((tile) => tile.offsetTop > top + 4);
    return row < 1 ? tiles.length : row;
  };
  cutter.addEventListener("keydown", (event) => {
    const page = event.target.closest(".aj-tile-page");
    if (!page) {
      if (event.key === "Enter" && event.target.matches(".aj-tile input")) {
        event.preventDefault();
        one(".aj-tile-page", event.target.closest(".aj-tile")).focus();
      }
      return;
    }
    const place = tiles.indexOf(page.closest(".aj-tile"));
    const moves = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: inRow(), ArrowUp: -inRow(), Home: -tiles.length, End: tiles.length };
    if (event.key in moves) {
      event.preventDefault();
      event.stopPropagation();
      if (event.shiftKey && anchor < 0) anchor = place;
      focus(place + moves[event.key]);
      if (event.shiftKey) reach(tiles.indexOf(document.activeElement.closest(".aj-tile")));
      else anchor = -1;
    } else if (event.key === " ") {
      event.preventDefault();
      if (event.shiftKey || event.ctrlKey || choosing()) choose([place], !isChosen(tiles[place]));
      else toggle(tiles[place]);
    } else if (event.key === "Escape" && chosen().length) {
      event.preventDefault();
      event.stopPropagation();
      choose(tiles.map((_, index) => index), false);
    } else if (event.key === "a" && event.ctrlKey) {
      event.preventDefault();
      choose(tiles.map((_, index) => index), true);
    } else if (event.key === "k" || event.key === "e") {
      event.preventDefault();
      event.stopPropagation();
      if (tiles[place].classList.contains("is-start")) kindOf(tiles[place]).select();
    } else if (event.key === "Enter") {
      event.preventDefault();
      enlarge(page);
    }
  });
  const dialog = one("[data-page-dialog]");
  const enlarge = (page) => {
    dialog.showModal();
    open(page.dataset.paneHref, one("[data-page-dialog-pane]", dialog));
  };
  cutter.addEventListener("click", (event) => {
    const page = event.target.closest(".aj-tile-page");
    if (page && event.detail) {
      const place = tiles.indexOf(page.closest(".aj-tile"));
      const from = tiles.findIndex((tile) => one(".aj-tile-page", tile).tabIndex === 0);
      focus(place);
      if (event.shiftKey) {
        if (anchor < 0) anchor = from;
        reach(place);
      } else if (event.ctrlKey || event.metaKey || choosing()) choose([place], !isChosen(tiles[place]));
      else toggle(tiles[place]);
      if (!event.shiftKey) anchor = place;
    }
    if (event.target.closest("[data-cut-undo]") && history.length) undo();
    const does = event.target.closest("[data-care]");
    if (does) care(JSON.parse(does.dataset.care));
    if (event.target.closest("[data-choosing]")) {
      const on = cutter.classList.toggle("is-choosing");
      one("[data-choosing]", cutter).setAttribute("aria-pressed", String(on));
    }
  });
  cutter.addEventListener("dblclick", (event) => {
    const page = event.target.closest(".aj-tile-page");
    if (page) enlarge(page);
  });
  cutter.addEventListener("input", draw);
  // Dragging a cut: its tile is taken to the page before which the paper begins.
  tiles.slice(1).forEach((tile) => { one(".aj-tile-part", tile).draggable = true; });
  let dragged = null;
  cutter.addEventListener("dragstart", (event) => {
    const tile = event.target.closest(".aj-tile.is-start");
    if (!tile) return;
    dragged = tile;
    event.dataTransfer.setData("text/plain", tile.dataset.tilePage);
  });
  cutter.addEventListener("dragover", (event) => { if (dragged && event.target.closest(".aj-tile")) event.preventDefault(); });
  cutter.addEventListener("drop", (event) => {
    const tile = event.target.closest(".aj-tile");
    if (!dragged || !tile || tile === tiles[0]) return;
    event.preventDefault();
    kindOf(tile).value = kindOf(dragged).value;
    change(starts().filter((start) => start !== number(dragged)).concat(number(tile)));
    dragged = null;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!document.body.classList.contains("aj-busy") && one("[data-starts]", cutter).value !== before) event.preventDefault();
  });
  draw();
})();
