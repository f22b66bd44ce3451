// The score sheet at the keyboard: arrows change the row, digits set the state, Enter sends the row.
(() => {
  const states = { 1: "met", 2: "failed", 3: "sampled", 4: "deducted", 5: "na" };
  const rows = () => [...document.querySelectorAll("[data-score-row]")].filter((row) => row.querySelector("[data-score-state]"));
  const field = (row) => row && row.querySelector("[data-score-state]");
  let kept = "";

  document.addEventListener("keydown", (event) => {
    const here = event.target.closest && event.target.closest("[data-score-row]");
    if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!event.target.matches("[data-score-state]")) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const all = rows();
      const next = field(all[all.indexOf(here) + (event.key === "ArrowDown" ? 1 : -1)]);
      if (next) { event.preventDefault(); next.focus(); }
    } else if (states[event.key]) {
      event.preventDefault();
      event.stopPropagation();
      event.target.value = states[event.key];
      const wanted = here.querySelector(`[data-score-for="${states[event.key]}"]`);
      const reason = states[event.key] === "na" ? here.querySelector('[name="reason"]') : null;
      if (wanted || reason) (wanted || reason).focus();
    } else if (event.key === "Enter") {
      event.preventDefault();
      here.querySelector("form").requestSubmit();
    }
  }, true);

  // The sheet is drawn anew with each mark: the focus goes on to the row after the one that was sent.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const item = event.target.querySelector && event.target.querySelector('[name="item"]');
    kept = item ? item.value : "";
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!kept) return;
    const all = rows();
    const at = all.findIndex((row) => row.querySelector('[name="item"]').value === kept);
    const next = field(all[at + 1] || all[at]);
    kept = "";
    if (next) next.focus();
  });
})();
