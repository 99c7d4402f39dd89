// Comfort only: every page works without this. Runs while a page is still coming, so it looks for things as they come.
"use strict";

// A form is sent once, however often its button is pressed; coming back to the page it works again.
function sendOnce() {
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", () => {
      setTimeout(() => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }), 0);
    });
  }
  addEventListener("pageshow", () => {
    document.querySelectorAll("button:disabled").forEach((button) => { button.disabled = false; });
  });
}

// The bar above the steps of something long follows the steps as they come.
function followProgress() {
  const update = () => {
    const bar = document.querySelector("[data-progress]");
    if (!bar) return;
    bar.hidden = false;
    bar.value = document.querySelectorAll("[data-step]").length;
  };
  new MutationObserver(update).observe(document.documentElement, { childList: true, subtree: true });
  update();
}

followProgress();
if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", sendOnce);
} else {
  sendOnce();
}
