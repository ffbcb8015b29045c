// The sheet: strokes from mouse, finger, pen or arrow keys, read while they are made.

import { ask } from "./api.js";
import { byId, el, isUnsure, rebuild, sure, trouble } from "./dom.js";
import { chips, cut, digitsOf, glass } from "./digit.js";
import { inked, keepInSight, paintStrokes } from "./ink.js";

const sheet = byId("sheet");
const context = sheet.getContext("2d");
const strokes = [];
let current = null; // the stroke under the pen
let reading = null;
let selected = 0;
let asked = 0; // requests so far
let shown = 0; // the number of the one whose answer is shown
let asking = 0; // requests under way
let stale = false; // whether something changed since the last request
const crop = (box) => cut(inked(strokes, penWidth(), ...size), box);
const showDigit = glass(byId("draw-digit"), crop, sheet);
const cursor = { x: 0, y: 0, shown: false }; // of the arrow keys
let size = [0, 0]; // of the sheet when it was painted last

export function startDrawing() {
  new ResizeObserver(resize).observe(sheet);
  sheet.addEventListener("pointerdown", down);
  sheet.addEventListener("pointermove", move);
  for (const end of ["pointerup", "pointercancel"]) sheet.addEventListener(end, up);
  sheet.addEventListener("keydown", key);
  sheet.addEventListener("blur", () => { cursor.shown = false; lift(); });
  byId("undo").onclick = undo;
  byId("clear").onclick = clear;
  byId("pen").oninput = () => { paint(); read(); };
  byId("show-boxes").onchange = showBoxes;
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  document.addEventListener("keydown", (event) => {
    const drawing = !byId("draw").hidden;
    if (drawing && event.key === "z" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); undo(); }
  });
  show();
}

const penWidth = () => Number(byId("pen").value);

/* Strokes */

function point(event) {
  const frame = sheet.getBoundingClientRect();
  // A mouse reports 0.5 while pressed; a finger without a pressure sensor reports 0 or 1 at will.
  const pressure = event.pointerType === "pen" && event.pressure > 0 ? event.pressure : 0.5;
  return [event.clientX - frame.left, event.clientY - frame.top, pressure];
}

function down(event) {
  if (current?.pointer === "keys") lift();
  if (event.button !== 0 || current) return;
  sheet.setPointerCapture(event.pointerId);
  current = { pointer: event.pointerId, points: [point(event)] };
  strokes.push(current);
  changed();
}

function move(event) {
  if (current?.pointer !== event.pointerId) return;
  const events = event.getCoalescedEvents?.() ?? [];
  for (const one of events.length ? events : [event]) current.points.push(point(one));
  changed();
}

function up(event) {
  if (current?.pointer !== event.pointerId) return;
  current = null;
  changed(true);
}

function undo() {
  strokes.pop();
  current = null;
  changed(true);
}

function clear() {
  strokes.length = 0;
  current = null;
  changed(true);
  if (document.activeElement === byId("clear")) sheet.focus(); // the button is disabled now
}

/* Arrow keys */

function key(event) {
  const step = event.shiftKey ? 20 : 8;
  const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (moves[event.key]) moveCursor(...moves[event.key]);
  else if (event.key === " ") pen();
  else if (event.key.toLowerCase() === "u") undo();
  else if (event.key.toLowerCase() === "c") clear();
  else return;
  event.preventDefault();
}

function placeCursor() {
  if (!cursor.x) Object.assign(cursor, { x: sheet.clientWidth / 2, y: sheet.clientHeight / 4 });
  cursor.shown = true;
}

function moveCursor(dx, dy) {
  placeCursor();
  cursor.x = Math.min(Math.max(cursor.x + dx, 1), sheet.clientWidth - 1);
  cursor.y = Math.min(Math.max(cursor.y + dy, 1), sheet.clientHeight - 1);
  if (current?.pointer === "keys") {
    current.points.push([cursor.x, cursor.y, 0.5]);
    changed();
  } else paint();
}

function pen() {
  placeCursor();
  if (current) return lift();
  current = { pointer: "keys", points: [[cursor.x, cursor.y, 0.5]] };
  strokes.push(current);
  changed();
}

function lift() {
  if (current?.pointer !== "keys") return paint();
  current = null;
  changed(true);
}

/* Paint */

function resize() {
  if (!sheet.clientWidth) return; // another view is shown
  const now = [sheet.clientWidth, sheet.clientHeight];
  if (keepInSight(strokes, size, now)) read(); // a phone that was turned
  size = now;
  const ratio = window.devicePixelRatio || 1;
  sheet.width = Math.round(sheet.clientWidth * ratio);
  sheet.height = Math.round(sheet.clientHeight * ratio);
  paint();
  showBoxes();
}

function paint() {
  const ratio = sheet.width / (sheet.clientWidth || 1);
  const colours = getComputedStyle(sheet);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, sheet.clientWidth, sheet.clientHeight);
  context.strokeStyle = colours.color;
  paintStrokes(context, strokes, penWidth());
  if (cursor.shown) paintCursor(colours.getPropertyValue("--accent"));
}

function paintCursor(colour) {
  context.lineWidth = 2;
  context.strokeStyle = colour;
  context.beginPath();
  context.arc(cursor.x, cursor.y, penWidth() / 2 + 4, 0, 2 * Math.PI);
  context.stroke();
}

/* Read */

function changed(penIsUp = false) {
  paint();
  byId("sheet-hint").hidden = strokes.length > 0;
  byId("undo").disabled = byId("clear").disabled = strokes.length === 0;
  read(penIsUp);
}

/** While the pen moves, ask once at a time; when it is up, ask at once. Only the newest answer is shown. */
async function read(atOnce = true) {
  if (!sheet.clientWidth) return; // another view is shown
  if (asking && !atOnce) {
    stale = true;
    return;
  }
  stale = false;
  const number = ++asked;
  asking += 1;
  const found = strokes.length ? await answer() : null;
  asking -= 1;
  if (number > shown) {
    shown = number;
    reading = strokes.length ? found : null;
    show();
  }
  if (stale && !asking) read();
}

async function answer() {
  const drawing = {
    width: Math.round(sheet.clientWidth),
    height: Math.round(sheet.clientHeight),
    pen_px: penWidth(),
    strokes: strokes.map(({ points }) => ({ points })),
  };
  try {
    const found = await ask("POST", "drawing?detail=true&as=line", drawing);
    trouble();
    return found;
  } catch (error) {
    trouble(error.message);
    return null;
  }
}

/* Show */

function show() {
  const digits = reading ? digitsOf(reading) : [];
  selected = Math.min(selected, Math.max(digits.length - 1, 0));
  rebuild(byId("draw-reading"), summary(digits), sheet);
  showDigit(digits[selected]);
  showBoxes();
}

function summary(digits) {
  if (!reading) {
    return [el("p", { class: "empty", textContent: strokes.length ? "Not read yet." : "Nothing is written yet." })];
  }
  if (!digits.length) {
    const why = reading.rejected[0]?.reason;
    return [el("p", { class: "empty", textContent: why ? `No number: ${why}.` : "No number." })];
  }
  const lines = reading.numbers.map((number) => number.text);
  const least = Math.min(...reading.numbers.map((number) => number.confidence));
  const doubt = isUnsure(least) ? ", better look again" : "";
  const choose = (at) => {
    selected = at;
    show();
  };
  return [
    el("p", { class: lines.join("").length > 9 ? "reading small" : "reading", textContent: lines.join("  ") }),
    el("p", { textContent: `${sure(least)} sure${doubt}` }),
    ...(digits.length > 1 ? [chips(digits, selected, choose)] : []),
  ];
}

function showBoxes() {
  const wanted = byId("show-boxes").checked && reading;
  const marks = wanted ? [...digitsOf(reading), ...reading.rejected] : [];
  byId("sheet-boxes").replaceChildren(...marks.map(mark));
}

function mark({ box: [x, y, w, h], confidence, reason }) {
  const kind = reason ? "box rejected" : isUnsure(confidence) ? "box unsure" : "box";
  const place = el("div", { class: kind, title: reason });
  Object.assign(place.style, { left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px` });
  return place;
}
