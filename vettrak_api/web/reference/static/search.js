// The search of the reference as files: reads what was asked from the address, and search-index.js.
"use strict";

const LONGEST = 100;
const MOST_SHOWN = 40;

// What is compared: case, hyphens and underscores do not count.
function foldedWord(text) {
  return text.toLowerCase().replace(/[-_]/g, "");
}

// More, the nearer the words come to the name; 0 when one of them is missing.
function score(words, name, text) {
  if (!words.every((word) => text.includes(word))) return 0;
  const whole = words.join("");
  if (name === whole) return 5;
  if (name.startsWith(whole)) return 4;
  if (name.includes(whole)) return 3;
  return words.every((word) => name.includes(word)) ? 2 : 1;
}

function element(name, text, attributes = {}) {
  const made = Object.assign(document.createElement(name), attributes);
  if (text !== "") made.textContent = text;
  return made;
}

function line(reference, [, name, text, owner, products, page, anchor], wished) {
  const product = products.includes(wished) ? wished : products[0];
  const link = element("a", "", { href: `${reference.products[product]}/${page}${anchor ? `#${anchor}` : ""}` });
  link.append(element("code", owner === name ? name : `${owner}: ${name}`));
  const made = element("li", "");
  made.append(link, element("p", text));
  return made;
}

function show() {
  const query = new URLSearchParams(location.search);
  const asked = (query.get("q") || "").trim().slice(0, LONGEST);
  const field = document.querySelector("main input[name=q]");
  document.querySelector("[data-without-script]").hidden = true;
  if (!asked || !window.REFERENCE) return;
  field.value = asked;
  const reference = window.REFERENCE;
  const wished = reference.products.indexOf(query.get("in"));
  const words = asked.split(/\s+/).map(foldedWord).filter(Boolean).slice(0, 8);
  const scored = reference.lines
    .map((each) => [score(words, foldedWord(each[1]), foldedWord(`${each[3]} ${each[1]} ${each[2]}`)), each])
    .filter(([points]) => words.length && points)
    .sort((one, other) => other[0] - one[0] || (one[1][1] < other[1][1] ? -1 : 1));
  const place = document.querySelector("[data-found]");
  const count = scored.length === 1 ? "One thing has" : `${scored.length || "No"} things have`;
  place.append(element("p", `${count} to do with “${asked}”.`, { className: "lead typed" }));
  reference.kinds.forEach(([title], number) => {
    const hits = scored.filter(([, each]) => each[0] === number);
    if (!hits.length) return;
    const list = element("ul", "", { className: "entries" });
    hits.slice(0, MOST_SHOWN).forEach(([, each]) => list.append(line(reference, each, wished)));
    const heading = element("h2", `${title} `);
    heading.append(element("span", String(hits.length), { className: "quiet small" }));
    place.append(heading, list);
  });
}

show();
