// Comfort only: the lists of functions are shortened while somebody types. Without this the field sends to the search.
"use strict";

// What is compared: case, hyphens and underscores do not count.
function folded(text) {
  return text.toLowerCase().replace(/[-_]/g, "");
}

function shorten(field) {
  const list = document.getElementById(field.dataset.filter);
  const wanted = folded(field.value.trim());
  let shown = 0;
  for (const group of list.querySelectorAll("[data-group], details")) {
    const lines = [...group.querySelectorAll("li")];
    const fitting = lines.filter((line) => folded(line.textContent).includes(wanted));
    lines.forEach((line) => { line.hidden = !fitting.includes(line); });
    group.hidden = fitting.length === 0;
    shown += fitting.length;
    if (group.tagName === "DETAILS") {
      if (group.dataset.was === undefined) group.dataset.was = group.open ? "open" : "";
      group.open = wanted !== "" || group.dataset.was === "open";
    }
  }
  const nothing = document.querySelector(`[data-nothing="${field.dataset.filter}"]`);
  if (nothing) nothing.hidden = shown > 0;
}

function begin() {
  for (const field of document.querySelectorAll("[data-filter]")) {
    field.addEventListener("input", () => shorten(field));
    if (field.value) shorten(field);
  }
}

if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", begin);
} else {
  begin();
}
