// The review page works without this file: every decision is a form. With it a decision does not reload the page, and
// nothing on the page moves while a button is pressed.
(() => {
  "use strict";
  const pane = document.querySelector(".marked");
  const announcer = document.getElementById("announcer");
  const all = () => [...document.querySelectorAll("[data-suggestion]")];
  if (!pane) return;

  // One suggestion is current, and its text is highlighted. Being current changes colours, never sizes.
  let current = null;
  const choose = row => {
    if (!row) return;
    current?.classList.remove("is-current");
    document.querySelector(".is-current-mark")?.classList.remove("is-current-mark");
    current = row;
    row.classList.add("is-current");
    const mark = document.getElementById(row.dataset.mark);
    if (!mark) return;
    mark.classList.add("is-current-mark");
    pane.scrollTop += mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
  };
  const unfold = row => row?.classList.add("is-unfolded");
  // Open the folded group that contains the row.
  const disclose = row => {
    const group = row?.closest("details.folded");
    if (group) group.open = true;
  };
  const named = () => all().find(row => `#${row.id}` === location.hash);
  const go = row => {
    if (!row) return;
    choose(row);
    unfold(row);
    disclose(row);
    row.scrollIntoView({ block: "center" });
    row.focus({ preventScroll: true });
  };
  choose(named() || all().find(row => "open" in row.dataset));
  unfold(named());
  disclose(current);
  // Start at the suggestion that was just decided, else at the first thing to do.
  const start = named() || current || document.querySelector('[data-page-key="p"]');
  start?.focus({ preventScroll: true });
  addEventListener("hashchange", () => {
    choose(named());
    unfold(named());
    disclose(named());
  });
  document.addEventListener("focusin", event => choose(event.target.closest("[data-suggestion]")));
  document.addEventListener("click", event => {
    if (!event.target.closest("a, button, input, select, textarea, summary, label")) unfold(event.target.closest("[data-suggestion]"));
  });

  // Changes to the page wait until no mouse button is down: nothing moves between press and release.
  let isDown = false;
  let waiting = [];
  const release = () => {
    isDown = false;
    setTimeout(() => {
      if (isDown) return;
      const due = waiting;
      waiting = [];
      due.forEach(run => run());
    });
  };
  addEventListener("pointerdown", () => { isDown = true; }, true);
  for (const name of ["pointerup", "pointercancel", "dragend"]) addEventListener(name, release, true);
  addEventListener("blur", release); // of the window: a press also takes the focus from the element that had it
  const whenReleased = () => new Promise(resolve => {
    if (isDown) waiting.push(resolve);
    else resolve();
  });

  // Show the outcome in its suggestion, and announce it to screen readers.
  const show = (row, text, isRefusal) => {
    row.querySelector(":scope > .outcome")?.remove();
    const line = document.createElement("p");
    line.className = isRefusal ? "outcome refused" : "outcome";
    line.textContent = text;
    row.querySelector(":scope > form")?.before(line);
    reveal(row, row);
    announcer.textContent = "";
    announcer.textContent = text;
  };
  const head = () => {
    const bar = document.getElementById("progress");
    return getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0;
  };
  // Scroll just far enough to show both; false when they are too far apart for one screen.
  const reveal = (first, last) => {
    const top = Math.min(first.getBoundingClientRect().top, last.getBoundingClientRect().top) - head() - 8;
    const bottom = Math.max(first.getBoundingClientRect().bottom, last.getBoundingClientRect().bottom) + 8 - innerHeight;
    if (bottom - top + head() > innerHeight && first !== last) return false;
    if (top < 0 || bottom - top > innerHeight) scrollBy(0, top);
    else if (bottom > 0) scrollBy(0, Math.min(bottom, top));
    return true;
  };

  const replace = (id, html) => {
    const old = document.getElementById(id);
    if (!old) return;
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    old.replaceWith(holder.content.firstElementChild);
  };
  const apply = state => {
    const hadFocus = document.activeElement?.closest("[data-suggestion]") || document.activeElement === document.body;
    for (const [id, html] of Object.entries(state.parts)) replace(id, html);
    for (const id of state.removed) document.getElementById(id)?.remove();
    document.getElementById("history-entries")?.insertAdjacentHTML("afterbegin", state.history);
    const decided = document.getElementById(state.anchor);
    const next = state.next && document.getElementById(state.next);
    unfold(decided);
    disclose(next || decided);
    if (next && !reveal(decided, next)) {
      // Too far apart to show both: repeat the outcome where the editor continues.
      next.querySelector(":scope > .what")?.before(Object.assign(document.createElement("p"), {
        className: "outcome", textContent: state.says,
      }));
      reveal(next, next);
    } else if (!next && decided) reveal(decided, decided);
    choose(next || decided);
    if (hadFocus) (next || decided)?.focus({ preventScroll: true });
    announcer.textContent = "";
    announcer.textContent = state.says;
  };

  // Send one small request per decision, in order.
  let queue = Promise.resolve();
  const send = async (form, button) => {
    if (!form.isConnected) return; // already decided
    const row = form.closest("[data-suggestion]");
    const data = new FormData(form);
    data.append(button.name, button.value);
    row.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const isOurs = response.headers.get("Content-Type")?.startsWith("application/json");
      const state = isOurs ? await response.json() : null;
      await whenReleased();
      if (state) apply(state);
      else if (response.redirected) show(row, "Not saved: you are logged out. Log in on another tab, then reload this page.", true);
      else if (response.status === 404) show(row, "Not saved: this suggestion is no longer part of the story. Reload the page.", true);
      else show(row, "Not saved: the site refused the request. Reload the page.", true);
    } catch {
      await whenReleased();
      show(row, "Not saved: the site is not responding. Try again.", true);
    } finally {
      row.removeAttribute("aria-busy");
    }
  };
  document.addEventListener("submit", event => {
    const form = event.target;
    if (!form.matches("[data-decide]") || !event.submitter) return;
    event.preventDefault();
    queue = queue.then(() => send(form, event.submitter));
  });

  // Keyboard shortcuts: ignored while typing, and can be turned off (WCAG 2.1.4).
  const box = document.querySelector("[data-keys]");
  const stored = "desk-keys";
  const toggle = box.querySelector("[data-keys-switch]");
  box.hidden = false;
  toggle.checked = localStorage.getItem(stored) !== "off";
  toggle.addEventListener("change", () => localStorage.setItem(stored, toggle.checked ? "on" : "off"));
  const step = by => {
    const rows = all().filter(row => row === current || !row.closest("[data-decided]:not([open])"));
    go(rows[Math.min(rows.length - 1, Math.max(0, rows.indexOf(current) + by))]);
  };
  const press = letter => {
    const control = current?.querySelector(`[data-key="${letter}"]`);
    if (control && letter !== "e") return control.click();
    if (control) return edit(control);
    if (!current) return;
    if (letter === "m") return show(current, "This is named once: there are no other mentions to decide.", true);
    const chooser = letter === "a" && "open" in current.dataset && current.querySelector("[data-key=e]");
    if (chooser) {
      edit(chooser);
      return show(current, "First choose which record is meant.", true);
    }
    show(current, `This is already ${current.dataset.status}.`, true);
  };
  const edit = details => {
    details.open = true;
    details.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  };
  // Keys of the buttons and links of the page, as opposed to those of the current suggestion.
  const ABSENT = {
    u: "There is no decision of yours to undo.",
    p: "This story cannot be published now.",
    c: "There are no confident findings left to accept.",
  };
  const pressPage = key => {
    const control = document.querySelector(`[data-page-key="${key}"]`);
    control?.click();
    if (control?.matches("summary")) edit(control.parentElement);
    if (control || !(key in ABSENT)) return;
    announcer.textContent = "";
    announcer.textContent = ABSENT[key];
    if (current) show(current, ABSENT[key], true);
  };
  addEventListener("keydown", event => {
    if (!toggle.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target.closest("details.change")) {
      event.target.closest("details.change").open = false;
      return event.target.closest("[data-suggestion]").focus();
    }
    if (event.target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if ("aerm".includes(event.key)) press(event.key);
    else if ("cupg/".includes(event.key)) pressPage(event.key);
    else if (event.key === "?") toggle.focus();
    else return;
    event.preventDefault();
  });
})();
