// One digit under the glass: what the network saw, how sure it is of each class, and a way to put it right.

import { ask } from "./api.js";
import { byId, el, isUnsure, pixelCanvas, sure, trouble } from "./dom.js";

/** The digits of a reading in order, each with its number, its sight and its place. */
export function digitsOf(reading) {
  const digits = reading.numbers.flatMap((number) => number.digits.map((digit) => ({ ...digit, number })));
  return digits.map((digit, at) => ({ ...digit, sight: reading.sights?.[at] }));
}

/** Fill `place` with the glass over `digit`; `crop(box)` gives that part of the picture as a PNG in base64. */
export function showDigit(place, digit, crop) {
  if (!digit?.sight) {
    place.replaceChildren();
    return;
  }
  place.replaceChildren(
    el("div", { class: "digit" }, whatItSaw(digit), bars(digit.sight.probabilities), correction(digit, crop)),
  );
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
      el("span", { textContent: p > 0 && p < 0.001 ? "<0.1%" : `${(100 * p).toFixed(1)}%` }),
    );
  });
  return el("ol", { class: "bars", "aria-label": "Probability of each digit" }, rows);
}

function correction(digit, crop) {
  const said = el("p", { textContent: "Wrong? Say what it is, and it is remembered." });
  said.setAttribute("role", "status");
  const keys = [...Array(10).keys()].map((right) =>
    el("button", { type: "button", textContent: right, "aria-label": `It is a ${right}`, onclick: () => keep(right) }),
  );
  const none = el("button", { type: "button", class: "none", textContent: "No digit at all", onclick: () => keep(null) });
  const box = el("div", { class: "fix" }, said, el("div", { class: "keys" }, keys, none));

  async function keep(right) {
    try {
      const model = byId("about").dataset.model ?? "";
      const { sight, digit: read, confidence } = digit;
      await ask("POST", "corrections", { pixels: sight.pixels, crop: crop(digit.box), read, confidence, correct: right, model });
      said.textContent = right === null ? "Kept: it is no digit." : `Kept: it is a ${right}.`;
      trouble();
    } catch (error) {
      trouble(error.message);
    }
  }
  return box;
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
export function cut(source, [x, y, w, h], scale = 1) {
  const shrink = Math.min(1, 128 / Math.max(w, h));
  const canvas = el("canvas", { width: Math.max(1, w * shrink), height: Math.max(1, h * shrink) });
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, x * scale, y * scale, w * scale, h * scale, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png").split(",")[1];
}
