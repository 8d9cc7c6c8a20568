// Marking words in the text of a story: a selection shows a toolbar with the kinds of findings. The key or button of a kind
// opens the form for it. Without this file the words are typed into the form below the suggestions.
(() => {
  "use strict";
  const pane = document.querySelector(".marked");
  const bar = document.querySelector("[data-mark-bar]");
  if (!pane || !bar) return;
  document.querySelector("[data-mark-help]").hidden = false;
  // A selection may begin on a link of the text: while a mouse button is down, the link is text. Without a selection, it is
  // followed as usual.
  pane.addEventListener("pointerdown", event => {
    const link = event.target.closest("a[href]");
    if (!link || event.pointerType !== "mouse" || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const href = link.getAttribute("href");
    link.removeAttribute("href");
    addEventListener("pointerup", up => setTimeout(() => {
      link.setAttribute("href", href);
      if (!selected() && link.contains(up.target)) link.click();
    }), { capture: true, once: true });
  });

  const LETTER = /[\p{L}\p{N}\p{M}]/u;
  // Labels and flags stand in the paragraphs and are no part of the text.
  const isText = node => !node.parentElement.closest(".flag, .role, .visually-hidden");
  const nodesOf = block => {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) if (isText(walker.currentNode)) nodes.push(walker.currentNode);
    return nodes;
  };
  const blockOf = node => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[id^=block-]");

  // The selected words of one paragraph, extended to whole words; offsets in characters, as the server counts them.
  const selected = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const block = blockOf(range.startContainer);
    if (!block || !pane.contains(block) || block !== blockOf(range.endContainer)) return null;
    let text = "";
    let start = -1;
    let end = -1;
    for (const node of nodesOf(block)) {
      if (range.intersectsNode(node)) {
        const from = node === range.startContainer ? range.startOffset : 0;
        const to = node === range.endContainer ? range.endOffset : node.data.length;
        if (start < 0 && to > from) start = text.length + from;
        if (to > from) end = text.length + to;
      }
      text += node.data;
    }
    if (start < 0) return null;
    while (start < end && /\s/.test(text[start])) start += 1;
    while (end > start && /\s/.test(text[end - 1])) end -= 1;
    if (start === end) return null;
    const isLetter = at => at >= 0 && at < text.length && LETTER.test(text[at]);
    while (isLetter(start) && isLetter(start - 1)) start -= 1;
    while (isLetter(end - 1) && isLetter(end)) end += 1;
    const count = string => [...string].length;
    return {
      block: block.id.slice("block-".length), start: count(text.slice(0, start)), end: count(text.slice(0, end)),
      words: text.slice(start, end), box: range.getBoundingClientRect(),
    };
  };

  let current = null;
  const place = () => {
    current = selected();
    bar.hidden = !current;
    if (!current) return;
    const { box } = current;
    const top = box.top > bar.offsetHeight + 12 ? box.top - bar.offsetHeight - 8 : box.bottom + 8;
    bar.style.setProperty("top", `${Math.max(4, Math.min(top, innerHeight - bar.offsetHeight - 4))}px`);
    bar.style.setProperty("left", `${Math.max(4, Math.min(box.left, innerWidth - bar.offsetWidth - 4))}px`);
  };
  document.addEventListener("selectionchange", () => requestAnimationFrame(place));
  addEventListener("scroll", () => { if (current) place(); }, { capture: true, passive: true });

  const mark = what => {
    const { block, start, end, words } = current;
    location.assign(`${bar.dataset.markBar}?${new URLSearchParams({ what, block, start, end, words })}`);
  };
  // A press on the toolbar must not take the selection away.
  bar.addEventListener("pointerdown", event => event.preventDefault());
  bar.addEventListener("click", event => {
    const button = event.target.closest("[data-mark]");
    if (button && current) mark(button.dataset.mark);
  });
  // Before the keys of the suggestions: while words are selected, a key says what they are.
  addEventListener("keydown", event => {
    if (!current || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, textarea, select")) return;
    const button = bar.querySelector(`[data-mark-key="${CSS.escape(event.key)}"]`);
    if (event.key === "Escape") getSelection().removeAllRanges();
    else if (button && document.querySelector("[data-keys-switch]")?.checked !== false) mark(button.dataset.mark);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
})();
