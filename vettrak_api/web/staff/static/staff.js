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

// Enter on a choice sends the form by its main button, rather than by the first one, which searches.
function sendByMainButton() {
  document.addEventListener("keydown", (event) => {
    const main = event.target.form?.querySelector("button.main");
    if (event.key === "Enter" && main && ["radio", "checkbox"].includes(event.target.type)) {
      event.preventDefault();
      event.target.form.requestSubmit(main);
    }
  });
}

function begin() {
  offerTickAll();
  sendByMainButton();
}

if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", begin);
} else {
  begin();
}
