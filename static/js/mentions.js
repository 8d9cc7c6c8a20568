// The page of the mentions of a name works without this file; it adds keyboard shortcuts and the first focus.
(() => {
  "use strict";
  const form = document.querySelector("[data-mentions]");
  const boxes = [...document.querySelectorAll("[data-mention]")];
  if (!form || !boxes.length) return;
  document.querySelector("[data-keys]").hidden = false;
  const named = boxes.find(box => location.hash === `#m-${box.value}`);
  let current = named || boxes.find(box => "open" in box.dataset) || boxes[0];
  current.focus();
  document.addEventListener("focusin", event => {
    if (event.target.matches("[data-mention]")) current = event.target;
  });
  const step = by => boxes[Math.min(boxes.length - 1, Math.max(0, boxes.indexOf(current) + by))].focus();
  // Enter in a field chooses the record that was typed; it does not press the first button of the form.
  form.addEventListener("keydown", event => {
    if (event.key !== "Enter" || !event.target.matches("input:not([type=checkbox]), select")) return;
    event.preventDefault();
    form.querySelector("button[value=change]").click();
  });
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("desk-keys") === "off") return;
    if (event.target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) {
      if (event.key === "Escape") current.focus();
      return;
    }
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "x") current.click();
    else if (event.key === "e") document.querySelector("[data-mention-record] input")?.focus();
    else if (["a", "r", "u", "Escape"].includes(event.key)) {
      // Without a selection, accept and reject are about the current mention.
      if ("ar".includes(event.key) && !boxes.some(box => box.checked)) current.click();
      const control = document.querySelector(`[data-mention-key="${event.key}"]`);
      if (control) control.click();
      else if (event.key === "a") document.querySelector("[data-mention-record] input")?.focus();
    } else return;
    event.preventDefault();
  });
})();
