// Sending files: from a drop anywhere on any page or from the pickers, folder paths kept, three at a time.
(function () {
  "use strict";

  const form = document.querySelector("[data-upload]");
  if (!form) return;
  const words = window.aj.words;
  const AT_ONCE = 3;
  const TRIES = 3;
  // A connection that is gone is waited for so long before a file counts as not sent.
  const PATIENCE_MS = 15 * 60 * 1000;
  const MOST_TOLD = 3;
  const veil = document.querySelector(".aj-veil");
  const bar = document.querySelector("[data-sending]");
  const most = Number(form.dataset.mostBytes);
  let busy = false;
  let shown = false;
  let depth = 0;

  const said = (name, text) => (bar.querySelector(`[data-said="${name}"]`).textContent = text);
  const size = (bytes) => (bytes < 1e6 ? Math.ceil(bytes / 1024) + " KB" : (bytes / 1048576).toFixed(1) + " MB");
  const clock = (seconds) => (seconds < 60 ? Math.ceil(seconds) + " s" : Math.floor(seconds / 60) + " min " + Math.ceil(seconds % 60) + " s");

  // A folder entry gives its children in portions; the last portion is empty.
  const children = (folder) =>
    new Promise((resolve, reject) => {
      const reader = folder.createReader();
      const found = [];
      const more = () =>
        reader.readEntries((portion) => {
          if (!portion.length) return resolve(found);
          found.push(...portion);
          more();
        }, reject);
      more();
    });
  const walk = async (entry, path, files) => {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      files.push({ file, path: path + file.name });
    } else if (entry.isDirectory) {
      for (const child of await children(entry)) await walk(child, path + entry.name + "/", files);
    }
  };

  const post = (address, values) => {
    const body = new FormData();
    Object.entries(values).forEach(([name, value]) => body.append(name, value));
    return fetch(address, { method: "POST", body, headers: { "X-CSRFToken": window.aj.csrf(), Accept: "application/json" } }).then(async (answer) => {
      const told = await answer.json().catch(() => ({}));
      if (answer.redirected) throw new Error(words.loggedOut);
      if (!answer.ok) throw new Error([told.title, told.what].filter(Boolean).join(" ") || words.failed);
      return told;
    });
  };
  const send = (address, item, number, onBytes) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append("path", item.path);
      body.append("case", number);
      body.append("modified", String(item.file.lastModified || ""));
      body.append("file", item.file, item.file.name);
      request.open("POST", address);
      request.setRequestHeader("X-CSRFToken", window.aj.csrf());
      request.setRequestHeader("Accept", "application/json");
      request.upload.onprogress = (event) => onBytes(Math.min(event.loaded, item.file.size));
      request.onload = () => {
        // Only "created" means that the bytes are safe; a log-in page answers 200.
        if (request.status === 201) return resolve();
        let told = {};
        try { told = JSON.parse(request.responseText); } catch { /* the server said nothing readable */ }
        const fault = request.status < 300 ? new Error(words.loggedOut) : new Error([told.title, told.what].filter(Boolean).join(" ") || words.failed + " (" + request.status + ")");
        fault.final = request.status < 500;
        reject(fault);
      };
      request.onerror = () => reject(Object.assign(new Error(words.offline), { offline: true }));
      request.send(body);
    });

  const paint = (state) => {
    const seconds = Math.max(0.3, (performance.now() - state.began) / 1000);
    const now = state.sent + Array.from(state.moving.values()).reduce((sum, bytes) => sum + bytes, 0);
    const rate = now / seconds;
    bar.querySelector("rect").setAttribute("width", String(state.bytes ? (100 * now) / state.bytes : 100));
    said("files", state.done + " / " + state.files.length);
    said("bytes", size(now) + " / " + size(state.bytes));
    said("rate", size(rate) + "/s");
    said("left", rate > 0 ? clock((state.bytes - now) / rate) : "");
  };

  // The batch is shown in place, while its files are still on their way: no page is left, none is loaded anew.
  const show = async (address) => {
    if (form.closest("#aj-content")) document.getElementById("aj-toasts").before(bar);
    bar.classList.add("is-afloat");
    await window.htmx.ajax("GET", address, { target: "#aj-content", select: "#aj-content", swap: "outerHTML" });
    window.history.pushState({ anjuan: "batch" }, "", address);
  };
  window.addEventListener("popstate", () => { if (shown) window.location.reload(); });

  // Sends one file, again when the answer was no answer: soon after a fault, as soon as it is back after the connection.
  const deliver = async (opened, item, onBytes) => {
    const began = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await send(opened.files, item, opened.cases[item.path] || "", onBytes);
      } catch (fault) {
        const isWaiting = fault.offline && performance.now() - began < PATIENCE_MS;
        if (fault.final || (attempt >= TRIES && !isWaiting)) throw fault;
        if (isWaiting) said("left", words.waiting);
        await new Promise((resolve) => window.setTimeout(resolve, Math.min(attempt, 5) * 1000));
      }
    }
  };

  const start = async (files) => {
    if (busy || !files.length) return;
    const tooLarge = files.filter((item) => item.file.size > most);
    const sendable = files.filter((item) => item.file.size <= most);
    tooLarge.forEach((item) => window.aj.say(words.tooLarge + " " + item.path, "is-bad"));
    if (!sendable.length) return;
    busy = true;
    bar.hidden = false;
    bar.classList.toggle("is-afloat", !form.closest("#aj-content"));
    const state = { files: sendable, bytes: sendable.reduce((sum, item) => sum + item.file.size, 0), sent: 0, done: 0, moving: new Map(), began: performance.now(), lost: [] };
    paint(state);
    try {
      const chosen = form.querySelector("[name=mode]:checked") || form.querySelector("[name=mode]");
      const opened = await post(form.action, { mode: chosen ? chosen.value : "", case: form.dataset.case || "", paths: JSON.stringify(sendable.map((item) => item.path)) });
      await show(opened.page);
      shown = true;
      // A batch that broke off has files already: they are not sent again.
      const there = new Set(opened.there);
      const queue = sendable.filter((item) => !there.has(item.path));
      state.done = sendable.length - queue.length;
      state.sent = state.bytes - queue.reduce((sum, item) => sum + item.file.size, 0);
      const lane = async () => {
        for (let item = queue.shift(); item; item = queue.shift()) {
          try {
            await deliver(opened, item, (bytes) => { state.moving.set(item, bytes); paint(state); });
          } catch (fault) {
            state.lost.push(item.path);
            if (state.lost.length <= MOST_TOLD) window.aj.say(item.path + ": " + fault.message, "is-bad");
          }
          state.moving.delete(item);
          state.sent += item.file.size;
          state.done += 1;
          paint(state);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
      await post(opened.received, {});
      busy = false;
      said("left", state.lost.length ? words.notSent + " " + state.lost.length : "");
      bar.hidden = !state.lost.length;
    } catch (fault) {
      busy = false;
      bar.hidden = true;
      window.aj.say(fault.message, "is-bad");
    }
  };

  const carriesFiles = (event) => event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files");
  document.addEventListener("dragenter", (event) => {
    if (!carriesFiles(event)) return;
    depth += 1;
    veil.hidden = false;
  });
  document.addEventListener("dragleave", (event) => {
    if (!carriesFiles(event)) return;
    depth = Math.max(0, depth - 1);
    veil.hidden = depth === 0;
  });
  document.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
  document.addEventListener("drop", async (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth = 0;
    veil.hidden = true;
    const dropped = event.dataTransfer.files;
    const entries = Array.from(event.dataTransfer.items).map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
    const files = [];
    if (!entries.length) Array.from(dropped).forEach((file) => files.push({ file, path: file.name }));
    for (const entry of entries) await walk(entry, "", files);
    start(files);
  });
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file") return;
    start(Array.from(event.target.files).map((file) => ({ file, path: file.webkitRelativePath || file.name })));
    event.target.value = "";
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-picks]");
    if (button) document.getElementById(button.dataset.picks).click();
  });
  window.addEventListener("beforeunload", (event) => { if (busy) event.preventDefault(); });
})();
