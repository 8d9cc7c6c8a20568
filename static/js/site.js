// Every page works without this file; it only saves steps.
"use strict";

(() => {
  const searchBox = document.querySelector("input[data-suggest]");

  // "/" moves to the search box, except while typing.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || !searchBox) return;
    event.preventDefault();
    searchBox.focus();
    searchBox.select();
  });

  // Editable combobox with list autocomplete, manual selection (ARIA Authoring Practices).
  // The typed text always submits as an ordinary search.
  function offerNames(input) {
    const list = document.createElement("ul");
    list.id = `${input.id}-list`;
    list.className = "options";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    const announcer = document.createElement("div");
    announcer.className = "vh";
    announcer.setAttribute("role", "status");
    input.form.append(list, announcer);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);

    let current = -1;
    let timer;
    let request;

    function close() {
      list.hidden = true;
      current = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function select(index) {
      const options = [...list.children];
      options.forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
      current = index;
      if (index < 0) {
        input.removeAttribute("aria-activedescendant");
      } else {
        input.setAttribute("aria-activedescendant", options[index].id);
        options[index].scrollIntoView({ block: "nearest" });
      }
    }

    function option(item, index) {
      const row = document.createElement("li");
      row.id = `${list.id}-${index}`;
      row.dataset.url = item.url;
      row.setAttribute("role", "option");
      const name = document.createElement("b");
      const kind = document.createElement("span");
      name.textContent = item.name;
      name.dir = "auto";
      kind.textContent = item.kind;
      row.append(name, " ", kind);
      return row;
    }

    async function load() {
      const text = input.value.trim();
      request?.abort();
      if (text.length < 2) return close();
      request = new AbortController();
      try {
        const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: request.signal });
        const { items } = await answer.json();
        list.replaceChildren(...items.map(option));
        select(-1);
        list.hidden = items.length === 0;
        input.setAttribute("aria-expanded", String(items.length > 0));
        announcer.textContent = items.length ? `${items.length} suggestions` : "No suggestions";
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(load, 120);
    });
    input.addEventListener("keydown", (event) => {
      const count = list.children.length;
      if (event.key === "Escape" && !list.hidden) {
        close();
        event.preventDefault();
      } else if (event.key === "ArrowDown" && list.hidden) {
        load();
        event.preventDefault();
      } else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        const step = event.key === "ArrowDown" ? 1 : current < 0 ? 0 : -1;
        select((current + step + count) % count);
        event.preventDefault();
      } else if (event.key === "Enter" && current >= 0) {
        event.preventDefault();
        location.href = list.children[current].dataset.url;
      }
    });
    list.addEventListener("mousedown", (event) => {
      const chosen = event.target.closest("[role=option]");
      if (!chosen) return;
      event.preventDefault();
      location.href = chosen.dataset.url;
    });
    input.addEventListener("blur", () => setTimeout(close, 100));
  }

  // Drag across the bars to choose a date range. Bars remain links, and the form below the chart does the same.
  function brush(chart) {
    const bars = [...chart.querySelectorAll("a")];
    let first = -1;
    let last = -1;
    let moved = false;

    const under = (event) =>
      bars.findIndex((bar) => {
        const box = bar.getBoundingClientRect();
        return event.clientX >= box.left && event.clientX < box.right;
      });
    const span = () => [Math.min(first, last), Math.max(first, last)];

    function paint() {
      const [from, to] = span();
      bars.forEach((bar, i) => bar.classList.toggle("in", first >= 0 && i >= from && i <= to));
    }

    chart.addEventListener("dragstart", (event) => event.preventDefault());
    chart.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch") return;
      first = last = under(event);
      moved = false;
    });
    chart.addEventListener("pointermove", (event) => {
      const index = under(event);
      if (first < 0 || index < 0 || index === last) return;
      last = index;
      moved = true;
      paint();
    });
    addEventListener("pointerup", () => {
      if (first >= 0 && moved) {
        const [from, to] = span();
        const address = (bar) => new URL(bar.getAttribute("href"), location.href);
        const target = address(bars[from]);
        target.searchParams.set("to", address(bars[to]).searchParams.get("to"));
        location.href = target.href;
      }
      first = -1;
    });
    chart.addEventListener("click", (event) => { if (moved) event.preventDefault(); }, true);
  }

  if (searchBox) offerNames(searchBox);
  document.querySelectorAll("svg[data-brush]").forEach(brush);
})();
