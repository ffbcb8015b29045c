// Strokes: each has points of x and y in pixels of the sheet and the pressure of the pen.

import { el } from "./dom.js";

/** Draw them on a canvas in its colour, with a pen so wide at a pressure of 0.5. */
export function paintStrokes(canvas, strokes, penWidth) {
  canvas.lineCap = "round";
  for (const { points } of strokes) {
    points.forEach(([x, y, pressure], at) => {
      const [x2, y2, pressure2] = points[Math.min(at + 1, points.length - 1)];
      canvas.lineWidth = penWidth * (0.5 + (pressure + pressure2) / 2);
      canvas.beginPath();
      canvas.moveTo(x, y);
      canvas.lineTo(x2, y2);
      canvas.stroke();
    });
  }
}

/** A sheet of this size with the strokes in black, whatever the colours of the page. */
export function inked(strokes, penWidth, width, height) {
  const paper = el("canvas", { width, height });
  paintStrokes(paper.getContext("2d"), strokes, penWidth);
  return paper;
}

/** Make them smaller, if need be, so that what was in sight on a sheet of size `from` is so on one of size `to`. */
export function keepInSight(strokes, from, to) {
  const reach = (axis) => Math.min(from[axis], furthest(strokes, axis));
  const shrink = Math.min(1, to[0] / reach(0), to[1] / reach(1));
  if (shrink === 1) return false;
  for (const stroke of strokes) {
    stroke.points = stroke.points.map(([x, y, pressure]) => [x * shrink, y * shrink, pressure]);
  }
  return true;
}

function furthest(strokes, axis) {
  const further = (far, point) => Math.max(far, point[axis]);
  return strokes.reduce((far, { points }) => points.reduce(further, far), 0);
}
