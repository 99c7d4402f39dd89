// Comfort only: every page works without this.
"use strict";

// "Tick all" in the lists.
function offerTickAll() {
  for (const all of document.querySelectorAll("[data-tick-all]")) {
    all.hidden = false;
    all.addEventListener("click", () => {
      const boxes = [...document.querySelectorAll("input[name=number]")];
      const tick = boxes.some((box) => !box.checked);
      boxes.forEach((box) => { box.checked = tick; });
    });
  }
}

if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", offerTickAll);
} else {
  offerTickAll();
}
