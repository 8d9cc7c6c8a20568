// The desk works without this file; it only saves editors waiting, scrolling and reaching for the mouse.
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");

  // Poll the progress of an import, and reload the page when it is done.
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
        label.textContent = "The site is not responding. Retrying…";
      }
      setTimeout(look, 1000);
    };
    setTimeout(look, 700);
  }

  // Update the progress bar of a batch, and reload the page when it is done.
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
        bar.setAttribute("aria-valuenow", state.finished);
        bar.setAttribute("aria-valuemax", state.total);
        bar.setAttribute("aria-valuetext", state.text);
        batch.querySelector("[data-text]").textContent = state.text;
      } catch {
        batch.querySelector("[data-text]").textContent = "The site is not responding. Retrying…";
      }
      setTimeout(look, 1500);
    };
    setTimeout(look, 1000);
  }

  // Ask before leaving a page with typed values that were not sent.
  const touched = new Set();
  const isUnsaved = field => {
    if (!field.isConnected) return false;
    if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
    if (!field.matches("select")) return field.value !== field.defaultValue;
    return field.selectedIndex !== Math.max(0, [...field.options].findIndex(option => option.defaultSelected));
  };
  document.addEventListener("input", event => {
    if (event.target.form?.matches("[method=post], [data-guarded]")) touched.add(event.target);
  });
  addEventListener("submit", event => { if (!event.defaultPrevented) touched.clear(); });
  addEventListener("beforeunload", event => { if ([...touched].some(isUnsaved)) event.preventDefault(); });

  // The key of the search field, on pages that have one.
  addEventListener("keydown", event => {
    const search = document.getElementById("searchbar");
    if (!search || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (localStorage.getItem("desk-keys") === "off" || event.target.matches("input, textarea, select")) return;
    search.focus();
    event.preventDefault();
  });

  // Suggest records whose names begin with the typed text, in every name field.
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
          option.label = item.says;
          return option;
        }));
      }, 150);
    });
  }

  // Files may be dropped on the form of the import page; the file field then lists them.
  const drop = document.querySelector("[data-drop]");
  if (drop) {
    const field = drop.querySelector("input[type=file]");
    drop.classList.add("drop-zone");
    field.closest(".field").insertAdjacentHTML("beforeend", "<p class=\"hint\">Or drop the files here.</p>");
    const hasFiles = event => [...event.dataTransfer.types].includes("Files");
    for (const name of ["dragenter", "dragover"]) {
      drop.addEventListener(name, event => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        drop.classList.add("over");
      });
    }
    drop.addEventListener("dragleave", event => {
      if (!drop.contains(event.relatedTarget)) drop.classList.remove("over");
    });
    drop.addEventListener("drop", event => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      drop.classList.remove("over");
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
    });
  }

  // Count the selected rows of a batch, and select all rows of the page with one box.
  const selection = document.querySelector("[data-selection]");
  const count = selection && selection.querySelector("[data-selection-count]");
  if (count) {
    const boxes = [...selection.querySelectorAll("input[name=row]")];
    const hidden = selection.querySelector("[data-selection-hidden]");
    // What publishing the rows leaves out: said before the button is pressed.
    const kept = rows => {
      const open = rows.reduce((sum, row) => sum + Number(row.dataset.open), 0);
      const lacks = {};
      for (const row of rows) for (const name of row.dataset.missing.split(", ").filter(Boolean)) lacks[name] = (lacks[name] || 0) + 1;
      const named = Object.entries(lacks).map(([name, number]) => `${name} (${number})`).join(", ");
      const findings = open === 1 ? "1 finding that is not decided stays hidden" : `${open} findings that are not decided stay hidden`;
      return `When published: ${open ? findings : "nothing stays hidden"}.${named ? ` Missing: ${named}.` : ""}`;
    };
    const all = document.createElement("input");
    all.type = "checkbox";
    all.setAttribute("aria-label", "Select all rows of this page");
    const show = () => {
      const rows = boxes.filter(box => box.checked);
      const chosen = rows.length;
      count.textContent = `${chosen} of ${boxes.length} selected:`;
      hidden.textContent = chosen ? kept(rows) : "";
      all.checked = chosen > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    };
    selection.querySelector("thead .pick").append(all);
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
      show();
    });
    selection.addEventListener("change", show);
    show();
  }

  // Django draws the icon of its filter fields as a label on an element without a role, which screen readers ignore.
  addEventListener("load", () => setTimeout(() => {
    for (const icon of document.querySelectorAll(".help-tooltip[aria-label]")) icon.setAttribute("role", "img");
  }));
})();
