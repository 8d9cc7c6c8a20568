// The review page works without this file: every decision is a form. With it a decision does not reload the page, and
// nothing on the page moves while a button is pressed.
(() => {
  "use strict";
  const pane = document.querySelector(".marked");
  const announcer = document.getElementById("announcer");
  const all = () => [...document.querySelectorAll("[data-suggestion]")];
  if (!pane) return;

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

  // On a wide screen the details of the current suggestion are in a panel beside the text, at a fixed place; on a narrow one
  // a click on a mark in the text shows them at the bottom of the screen.
  const desk = document.querySelector("[data-desk]");
  const panel = document.querySelector("[data-panel]");
  const list = document.querySelector("[data-list]");
  const part = name => panel.querySelector(`[data-panel-${name}]`);
  const wide = matchMedia("(min-width: 75rem)");
  const measure = () => {
    const set = (name, height) => desk.style.setProperty(name, `${height}px`);
    set("--head", head());
    set("--panel-head", part("head").offsetHeight);
    set("--details", current?.querySelector("[data-details]").offsetHeight || 0);
  };
  const closeSheet = () => desk.classList.remove("has-sheet");
  const fill = () => {
    const rows = all();
    const at = rows.indexOf(current) + 1;
    panel.classList.toggle("is-empty", !at);
    if (!at) return measure();
    part("place").textContent = `${at} of ${rows.length}`;
    part("sure").textContent = current.dataset.sure;
    part("title").textContent = current.querySelector("h3").textContent.trim();
    // Accepting what is accepted says so; the button looks like one that does nothing.
    for (const key of ["a", "r", "e"]) {
      const isPossible = current.querySelector(`[data-key="${key}"]`) || (key === "a" && "open" in current.dataset);
      panel.querySelector(`[data-press="${key}"]`)?.setAttribute("aria-disabled", String(!isPossible));
    }
    const why = current.querySelector(".why");
    if (why && wide.matches) why.open = true;
    measure();
  };
  const announce = (text, isRefusal) => {
    announcer.textContent = "";
    announcer.textContent = text;
    part("answer").textContent = text;
    part("answer").parentElement.className = `panel-answer ${isRefusal ? "refused" : "done"}`;
    const undo = panel.querySelector('[data-press="u"]');
    if (undo) undo.hidden = isRefusal;
  };

  // One suggestion is current, and its text is highlighted. Being current changes no size in the list.
  let current = null;
  const choose = row => {
    if (!row) return;
    current?.classList.remove("is-current");
    document.querySelector(".is-current-mark")?.classList.remove("is-current-mark");
    current = row;
    row.classList.add("is-current");
    fill();
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
    if (wide.matches) reveal(row, row);
    else row.scrollIntoView({ block: "center" });
    row.focus({ preventScroll: true });
  };
  addEventListener("hashchange", () => {
    choose(named());
    unfold(named());
    disclose(named());
  });
  document.addEventListener("focusin", async event => {
    const row = event.target.closest("[data-suggestion]");
    await whenReleased();
    if (row?.isConnected && document.activeElement?.closest("[data-suggestion]") === row) choose(row);
  });
  document.addEventListener("click", event => {
    if (!event.target.closest("a, button, input, select, textarea, summary, label")) unfold(event.target.closest("[data-suggestion]"));
  });

  // A mark in the text selects its suggestion; the text stays where it is.
  document.addEventListener("click", event => {
    const mark = event.target.closest(".marked a[href^='#']");
    const row = mark && document.getElementById(mark.hash.slice(1));
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState(null, "", mark.hash);
    desk.classList.toggle("has-sheet", !wide.matches);
    choose(row);
    unfold(row);
    disclose(row);
    if (wide.matches) reveal(row, row);
    else scrollBy(0, Math.max(0, mark.getBoundingClientRect().bottom + 16 - panel.getBoundingClientRect().top));
    row.focus({ preventScroll: true });
  });
  panel.addEventListener("click", event => {
    const key = event.target.closest("[data-press]")?.dataset.press;
    if (key === "u") pressPage(key);
    else if (key) press(key);
    if (event.target.closest("[data-panel-close]")) closeSheet();
  });

  // Show the outcome in its suggestion, and announce it to screen readers.
  const show = (row, text, isRefusal) => {
    row.querySelector(":scope > .outcome")?.remove();
    const line = document.createElement("p");
    line.className = isRefusal ? "outcome refused" : "outcome";
    line.textContent = text;
    row.querySelector(":scope > form")?.before(line);
    reveal(row, row);
    announce(text, isRefusal);
  };
  const head = () => {
    const bar = document.getElementById("progress");
    return getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0;
  };
  // What can be seen of the list, and how to scroll it: beside the panel it has a scroll bar of its own.
  const view = () => {
    if (!wide.matches) return { top: head(), bottom: innerHeight, scroll: by => scrollBy(0, by) };
    const box = list.getBoundingClientRect();
    const scroll = by => {
      const before = list.scrollTop;
      list.scrollTop += by;
      const rest = by - (list.scrollTop - before);
      if (Math.abs(rest) > 1) scrollBy(0, rest);
    };
    return { top: Math.max(box.top, head()), bottom: Math.min(box.bottom, innerHeight), scroll };
  };
  // Scroll just far enough to show both; false when they are too far apart for one screen.
  const reveal = (first, last) => {
    const seen = view();
    const boxes = [first.getBoundingClientRect(), last.getBoundingClientRect()];
    const top = Math.min(...boxes.map(box => box.top)) - seen.top - 8;
    const bottom = Math.max(...boxes.map(box => box.bottom)) + 8 - seen.bottom;
    const isTooHigh = bottom - top > seen.bottom - seen.top;
    if (isTooHigh && first !== last) return false;
    if (top < 0 || isTooHigh) seen.scroll(top);
    else if (bottom > 0) seen.scroll(Math.min(bottom, top));
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
    announce(state.says, !state.ok);
    measure();
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
  // The next open suggestion after the current one, starting over after the last.
  const later = () => {
    const rows = all();
    const at = rows.indexOf(current) + 1;
    const next = [...rows.slice(at), ...rows.slice(0, at)].find(row => "open" in row.dataset && row !== current);
    if (next) go(next);
    else if (current) show(current, "No other finding is left to decide.", true);
  };
  const press = letter => {
    if (letter === "s") return later();
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
    closeSheet();
    details.open = true;
    measure();
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
    if (current) show(current, ABSENT[key], true);
    else announce(ABSENT[key], true);
  };
  addEventListener("keydown", event => {
    if (!toggle.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target.closest("details.change")) {
      event.target.closest("details.change").open = false;
      return event.target.closest("[data-suggestion]").focus();
    }
    if (event.key === "Escape") closeSheet();
    if (event.target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if ("aerms".includes(event.key)) press(event.key);
    else if ("cupg/".includes(event.key)) pressPage(event.key);
    else if (event.key === "?") toggle.focus();
    else return;
    event.preventDefault();
  });

  panel.hidden = false;
  desk.classList.add("has-panel");
  fill();
  const said = named()?.querySelector(":scope > .outcome");
  if (said) announce(said.firstElementChild.textContent, said.matches(".refused"));
  choose(named() || all().find(row => "open" in row.dataset));
  unfold(named());
  disclose(current);
  // Start at the suggestion that was just decided, else at the first thing to do.
  const start = named() || current || document.querySelector('[data-page-key="p"]');
  start?.focus({ preventScroll: true });
  addEventListener("resize", measure);
  document.addEventListener("toggle", measure, true);
})();
