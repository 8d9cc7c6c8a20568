// Own work. The desk works without this file: it only saves the editor waiting, scrolling and reaching for the mouse.
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");

  // An import that is being read: ask how far it got, and load the page anew when it is done.
  const poll = document.querySelector("[data-poll]");
  if (poll) {
    const label = poll.querySelector("[data-label]");
    const silence = poll.querySelector("[data-silence]");
    const opened = Date.now();
    const look = async () => {
      try {
        const answer = await fetch(poll.dataset.poll, { headers: { Accept: "application/json" } });
        const state = await answer.json();
        if (state.done) return location.replace(state.next || location.pathname);
        label.textContent = state.label + "…";
        const waited = Date.now() - opened > 1000 * Number(poll.dataset.patience);
        if (waited && state.status === "received") silence.hidden = false;
        if (state.status !== "received") silence.hidden = true;
      } catch {
        label.textContent = "The site does not answer. Looking again…";
      }
      setTimeout(look, 1000);
    };
    setTimeout(look, 700);
  }

  // A batch that is being read: move its bar, and load the page anew when all is done.
  const batch = document.querySelector("[data-batch]");
  if (batch) {
    const bar = batch.querySelector("svg");
    const width = (name, value) => bar.querySelector(`[data-${name}]`).setAttribute("width", value);
    const look = async () => {
      try {
        const answer = await fetch(batch.dataset.batch, { headers: { Accept: "application/json" } });
        const state = await answer.json();
        if (state.done) return location.reload();
        width("read", state.read);
        width("failed", state.failed);
        bar.querySelector("[data-failed]").setAttribute("x", state.read);
        bar.setAttribute("aria-valuenow", state.settled);
        bar.setAttribute("aria-valuemax", state.total);
        bar.setAttribute("aria-valuetext", state.text);
        batch.querySelector("[data-text]").textContent = state.text;
      } catch {
        batch.querySelector("[data-text]").textContent = "The site does not answer. Looking again…";
      }
      setTimeout(look, 1500);
    };
    setTimeout(look, 1000);
  }

  // Records whose name begins like what is typed, for every name field of the page.
  const records = document.getElementById("records");
  if (records) {
    let timer;
    document.addEventListener("input", event => {
      const text = event.target.value;
      if (!event.target.matches("[data-records]") || text.length < 2 || text.includes("#")) return;
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const answer = await fetch(`${records.dataset.source}?q=${encodeURIComponent(text)}`);
        const { items } = await answer.json();
        records.replaceChildren(...items.map(item => {
          const option = document.createElement("option");
          option.value = item.value;
          option.label = item.kind;
          return option;
        }));
      }, 150);
    });
  }

  // The review page: one suggestion is the current one, and its words show in the text.
  const rows = [...document.querySelectorAll("[data-suggestion]")];
  if (!rows.length) return;
  const pane = document.querySelector(".marked");
  let current = null;
  const choose = (row, { move = false } = {}) => {
    if (!row) return;
    current?.classList.remove("is-current");
    document.querySelector(".is-current-mark")?.classList.remove("is-current-mark");
    current = row;
    row.classList.add("is-current");
    const mark = document.getElementById(row.dataset.mark);
    if (mark) {
      mark.classList.add("is-current-mark");
      pane.scrollTop += mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
    }
    if (move) {
      row.scrollIntoView({ block: "center" });
      row.focus({ preventScroll: true });
    }
  };
  const named = () => rows.find(row => `#${row.id}` === location.hash);
  choose(named() || rows.find(row => "open" in row.dataset));
  addEventListener("hashchange", () => choose(named()));
  document.addEventListener("focusin", event => choose(event.target.closest("[data-suggestion]")));

  // Keys, off while typing and switched off by the editor (WCAG 2.1.4).
  const box = document.querySelector("[data-keys]");
  const key = "desk-keys";
  if (!box) return;
  const toggle = box.querySelector("[data-keys-switch]");
  box.hidden = false;
  toggle.checked = localStorage.getItem(key) !== "off";
  toggle.addEventListener("change", () => localStorage.setItem(key, toggle.checked ? "on" : "off"));
  const step = by => choose(rows[Math.min(rows.length - 1, Math.max(0, rows.indexOf(current) + by))], { move: true });
  const press = letter => {
    const control = current?.querySelector(`[data-key="${letter}"]`);
    if (!control) return;
    if (letter !== "e") return control.click();
    control.open = true;
    control.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  };
  addEventListener("keydown", event => {
    const typing = event.target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (!toggle.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if ("aer".includes(event.key)) press(event.key);
    else return;
    event.preventDefault();
  });
})();
