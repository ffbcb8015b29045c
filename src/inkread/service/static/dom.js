// Small helpers for building the page. Whatever comes from outside is set as text, never as markup.

export const byId = (id) => document.getElementById(id);

/** An element with properties, classes (`class`), attributes (`aria-…`, `data-…`, `role`) and children. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.className = value;
    else if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** An SVG element; children that are strings become text. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export const percent = (fraction, places = 0) => `${(100 * fraction).toFixed(places)}%`;

/** A confidence, never rounded up: 0.9999 is 99.9%, and only 1 is 100.0%; as `percent` in words.py. */
export const sure = (confidence) => percent(Math.floor(1000 * confidence + 1e-6) / 1000, 1);

export const count = (n) => n.toLocaleString("en");

/** A number with its noun, whose plural ends in s: "1 epoch". */
export const counted = (n, thing) => `${count(n)} ${thing}${n === 1 ? "" : "s"}`;

/** Seconds in the units that people would say them in. */
export function duration(seconds) {
  const minutes = Math.round(seconds / 60);
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Whether a confidence asks for a second look; the same bound as DOUBT in reading/overlay.py. */
export const isUnsure = (confidence) => confidence < 0.95;

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** A canvas that shows the 784 bytes of a digit, white on black as the network gets it. */
export function pixelCanvas(base64, label) {
  const canvas = el("canvas", { width: 28, height: 28, class: "pixels", role: "img", "aria-label": label });
  const bytes = fromBase64(base64);
  const picture = new ImageData(28, 28);
  bytes.forEach((value, at) => picture.data.set([value, value, value, 255], 4 * at));
  canvas.getContext("2d").putImageData(picture, 0, 0);
  return canvas;
}

/**
 * Set what is in `place`, unless it is there already, so that nothing is announced twice. Who stands on one of its
 * buttons stands on the one in its stead afterwards, or else on `home`.
 */
export function rebuild(place, children, home) {
  const old = place.children;
  if (children.length === old.length && children.every((one, at) => one.isEqualNode(old[at]))) return;
  const at = [...place.querySelectorAll("button")].indexOf(document.activeElement);
  place.replaceChildren(...children);
  if (at < 0) return;
  const buttons = place.querySelectorAll("button");
  (buttons[Math.min(at, buttons.length - 1)] ?? home).focus();
}

/** Set the words of `place`, unless they are there already, so that nothing is announced twice. */
export function say(place, words) {
  if (place.textContent !== words) place.textContent = words;
}

/** Say what went wrong where everyone sees and hears it; without words, take it back. */
export function trouble(words = "") {
  const place = byId("trouble");
  place.textContent = words;
  place.hidden = !words;
}
