// One digit under the glass: what the network saw, how sure it is of each class, and a way to put it right.

import { ask } from "./api.js";
import { byId, el, isUnsure, pixelCanvas, sure, trouble } from "./dom.js";

const WRONG = "Wrong? Say what it is, and it is remembered.";

/** The digits of a reading in order, each with its number, its sight and its place. */
export function digitsOf(reading) {
  const digits = reading.numbers.flatMap((number) => number.digits.map((digit) => ({ ...digit, number })));
  return digits.map((digit, at) => ({ ...digit, sight: reading.sights?.[at] }));
}

/**
 * The glass in `place`: calling what this gives shows a digit, or none. Its buttons stay while what is above them
 * changes: a reading that comes late must not take one from under the focus or the mouse. When they go, the focus
 * goes `home`. `crop(box)` gives that part of the picture as a PNG in base64, or null.
 */
export function glass(place, crop, home) {
  let digit = null;
  const sight = el("div", { class: "sight" });
  const said = el("p", { textContent: WRONG, role: "status" });
  const fix = correction(said, (right) => keep(digit, crop, right, said));
  const whole = el("div", { class: "digit" }, sight, fix);

  return function show(next) {
    const other = next?.sight?.pixels !== digit?.sight.pixels;
    const busy = fix.contains(document.activeElement);
    digit = next?.sight ? next : null;
    if (other && !busy) said.textContent = WRONG;
    if (digit) sight.replaceChildren(whatItSaw(digit), bars(digit.sight.probabilities));
    if (digit && !whole.isConnected) place.append(whole);
    if (!digit) whole.remove();
    if (!digit && busy) home.focus();
  };
}

function whatItSaw(digit) {
  return el(
    "figure",
    {},
    pixelCanvas(digit.sight.pixels, `The ${digit.digit} as the network sees it`),
    el("figcaption", { textContent: "What the network really sees: 28 × 28 pixels" }),
  );
}

function bars(probabilities) {
  const best = probabilities.indexOf(Math.max(...probabilities));
  const rows = probabilities.map((p, digit) => {
    const fill = el("span", { class: "fill" });
    fill.style.width = `${100 * p}%`;
    return el(
      "li",
      { class: digit === best ? "best" : "" },
      el("span", { textContent: digit }),
      el("span", { class: "track", "aria-hidden": "true" }, fill),
      el("span", { textContent: p > 0 && p < 0.001 ? "<0.1%" : sure(p) }),
    );
  });
  return el("ol", { class: "bars", "aria-label": "Probability of each digit" }, rows);
}

function correction(said, chosen) {
  const keys = [...Array(10).keys()].map((right) =>
    el("button", { type: "button", textContent: right, "aria-label": `It is a ${right}`, onclick: () => chosen(right) }),
  );
  const none = el("button", { type: "button", class: "none", textContent: "No digit at all", onclick: () => chosen(null) });
  return el("div", { class: "fix" }, said, el("div", { class: "keys" }, keys, none));
}

async function keep({ sight, digit: read, confidence, box }, crop, right, said) {
  try {
    const model = byId("about").dataset.model ?? "";
    await ask("POST", "corrections", { pixels: sight.pixels, crop: crop(box), read, confidence, correct: right, model });
    said.textContent = right === null ? "Kept: it is no digit." : `Kept: it is a ${right}.`;
    trouble();
  } catch (error) {
    trouble(error.message);
  }
}

/** A row of buttons to choose among digits; `chosen(at)` is called with the place in the row. */
export function chips(digits, selected, chosen) {
  return el(
    "div",
    { class: "chips", role: "group", "aria-label": "Digits, choose one to look closer" },
    digits.map((digit, at) =>
      el("button", {
        type: "button",
        class: isUnsure(digit.confidence) ? "chip unsure" : "chip",
        textContent: digit.digit,
        title: `${sure(digit.confidence)} sure`,
        "aria-pressed": String(at === selected),
        "aria-label": `${digit.digit}, ${sure(digit.confidence)} sure`,
        onclick: () => chosen(at),
      }),
    ),
  );
}

/** `box` cut out of what can be drawn on a canvas, at most 128 pixels a side, as a PNG in base64. */
export function cut(source, [x, y, w, h]) {
  const shrink = Math.min(1, 128 / Math.max(w, h));
  const canvas = el("canvas", { width: Math.max(1, w * shrink), height: Math.max(1, h * shrink) });
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, x, y, w, h, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png").split(",")[1];
}
