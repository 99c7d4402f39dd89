// Comfort only: every page works without this.
"use strict";

// "Tick all" in the lists.
for (const all of document.querySelectorAll("[data-tick-all]")) {
  all.hidden = false;
  all.addEventListener("click", () => {
    const boxes = document.querySelectorAll("input[name=number]");
    const tick = [...boxes].some((box) => !box.checked);
    boxes.forEach((box) => { box.checked = tick; });
  });
}

// A form is sent once, however often its button is pressed.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", () => {
    setTimeout(() => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }), 0);
  });
}

// Filters apply as soon as they are chosen.
for (const choice of document.querySelectorAll("form[data-filters] select")) {
  choice.addEventListener("change", () => choice.form.requestSubmit());
}
