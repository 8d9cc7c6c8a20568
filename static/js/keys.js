// Keyboard work on the pages of the desk other than review: the first focus, Ctrl+Enter, and pasting a story.
(() => {
  "use strict";
  // Focus the first thing to do, unless the page was opened at a place of its own or something has the focus already.
  const wrong = document.querySelector(".source .wrong :is(input, textarea)");
  const first = wrong || document.querySelector("[data-first-focus], [data-addresses] textarea");
  if (first && !location.hash && document.activeElement === document.body) first.focus({ preventScroll: true });

  addEventListener("keydown", event => {
    // Ctrl+Enter (or Cmd+Enter) in a text of several lines sends its form, as Enter does in a single line.
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("[data-send-key] textarea")) {
      event.target.form.requestSubmit();
      event.preventDefault();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("desk-keys") === "off") return;
    if (event.target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) return;
    const control = document.querySelector(`[data-desk-key="${CSS.escape(event.key)}"]`);
    if (!control) return;
    control.click();
    event.preventDefault();
  });

  // A story pasted into the field for addresses goes to the field for text: addresses have no spaces within a line.
  const addresses = document.querySelector("[data-addresses] textarea");
  const text = document.querySelector("[data-pasted-text] textarea");
  addresses?.addEventListener("paste", event => {
    const pasted = event.clipboardData.getData("text/plain");
    if (!text || text.value || !pasted.split("\n").some(line => /\S\s+\S/.test(line))) return;
    event.preventDefault();
    text.value = pasted;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  });
})();
