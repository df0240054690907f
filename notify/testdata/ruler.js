// Measures the pages in the frames of this document as the browser has laid them out, and leaves what it found
// as JSON in the element "facts". It judges nothing.
"use strict";

const skipped = ["STYLE", "TITLE", "SCRIPT"];

// measure returns the facts of one frame. Lengths are CSS pixels from the frame's left side.
function measure(frame) {
  const page = frame.contentDocument, view = frame.contentWindow;
  const texts = [];
  const walk = page.createTreeWalker(page, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, parent = node.parentElement;
    if (node.data.trim() === "" || skipped.includes(parent.tagName)) continue;
    const style = view.getComputedStyle(parent), block = blockOf(parent, view);
    texts.push({
      text: node.data.trim(), direction: style.direction, size: parseFloat(style.fontSize), color: style.color,
      background: background(parent, view), preview: parent.closest(".p") !== null, block: block.tagName, blockDirection: view.getComputedStyle(block).direction,
      ...span(node, page),
    });
  }
  const links = Array.from(page.links, (a) => ({ href: a.href, height: a.getBoundingClientRect().height, ...span(a, page) }));
  const root = page.documentElement;
  return { name: frame.name, width: frame.clientWidth, client: root.clientWidth, scroll: root.scrollWidth, texts, links };
}

// blockOf returns the nearest element around e, or e, that is not laid out within a line.
function blockOf(e, view) {
  while (e.parentElement && view.getComputedStyle(e).display === "inline") e = e.parentElement;
  return e;
}

// background returns the colour that is seen behind e, "" if nothing around it has one.
function background(e, view) {
  for (; e; e = e.parentElement) {
    const color = view.getComputedStyle(e).backgroundColor;
    if (color !== "rgba(0, 0, 0, 0)") return color;
  }
  return "";
}

// span returns the leftmost and the rightmost point of what is drawn of a node.
function span(node, page) {
  const range = page.createRange();
  range.selectNodeContents(node);
  const boxes = Array.from(range.getClientRects());
  return { left: Math.min(...boxes.map((b) => b.left)), right: Math.max(...boxes.map((b) => b.right)), boxes: boxes.length };
}

addEventListener("load", () => {
  const facts = document.createElement("pre");
  facts.id = "facts";
  facts.textContent = JSON.stringify(Array.from(document.querySelectorAll("iframe"), measure));
  document.body.replaceChildren(facts);
});
