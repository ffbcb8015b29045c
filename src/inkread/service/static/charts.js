// Learning curves and confusion matrices, from numbers to SVG and tables.

import { count, el, percent, svg } from "./dom.js";

const WIDTH = 460;
const HEIGHT = 250;
const PAD = { left: 46, right: 12, top: 34, bottom: 34 };

/**
 * Lines over epochs. `series` are { name, colour: 1…5, points: [[epoch, value]], dashed }.
 * `format` makes a label of a value.
 */
export function lineChart(title, series, format) {
  const points = series.flatMap((one) => one.points);
  const chart = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", role: "img" });
  chart.append(svg("title", {}, described(title, series, format)));
  chart.append(svg("text", { x: PAD.left, y: 16, class: "title" }, title));
  if (!points.length) return chart;
  const [x, y, ticks, last] = scales(points);
  for (const tick of ticks) {
    chart.append(svg("line", { x1: PAD.left, x2: WIDTH - PAD.right, y1: y(tick), y2: y(tick), class: "grid" }));
    chart.append(svg("text", { x: PAD.left - 8, y: y(tick) + 4, "text-anchor": "end" }, format(tick, ticks[1] - ticks[0])));
  }
  for (const epoch of epochTicks(last)) {
    chart.append(svg("text", { x: x(epoch), y: HEIGHT - PAD.bottom + 18, "text-anchor": "middle" }, String(epoch)));
  }
  chart.append(svg("text", { x: WIDTH - PAD.right, y: HEIGHT - 3, "text-anchor": "end" }, "epoch"));
  for (const { points: line, colour, dashed } of series) {
    const kind = `s${colour}${dashed ? " training-line" : ""}`;
    chart.append(svg("polyline", { points: line.map(([e, v]) => `${x(e)},${y(v)}`).join(" "), class: kind }));
    if (!dashed && line.length) {
      const [e, v] = line.at(-1);
      chart.append(svg("circle", { cx: x(e), cy: y(v), r: 3, class: `s${colour}` }));
    }
  }
  return chart;
}

function described(title, series, format) {
  const ends = series.filter((one) => !one.dashed && one.points.length);
  return `${title}. ${ends.map(({ name, points }) => `${name}: ${format(points.at(-1)[1], 0.001)}`).join("; ")}`;
}

function scales(points) {
  const values = points.map(([, value]) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const ticks = niceTicks(low, high);
  const last = Math.max(1, ...points.map(([epoch]) => epoch));
  const [bottom, top] = [Math.min(low, ticks[0]), Math.max(high, ticks.at(-1))];
  const x = (epoch) => PAD.left + (epoch / last) * (WIDTH - PAD.left - PAD.right);
  const y = (v) => HEIGHT - PAD.bottom - ((v - bottom) / (top - bottom || 1)) * (HEIGHT - PAD.top - PAD.bottom);
  return [x, y, ticks, last];
}

function niceTicks(low, high) {
  const rough = (high - low || 0.01) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough);
  const ticks = [];
  for (let n = Math.floor(low / step); n <= Math.ceil(high / step); n++) ticks.push(n * step);
  return ticks;
}

function epochTicks(last) {
  const step = Math.max(1, Math.ceil(last / 8));
  const ticks = [];
  for (let epoch = 0; epoch <= last; epoch += step) ticks.push(epoch);
  return ticks;
}

export const asPercent = (value, step) => percent(value, step < 0.001 ? 2 : step < 0.01 ? 1 : 0);
export const asLoss = (value, step) => value.toFixed(step < 0.01 ? 3 : step < 0.1 ? 2 : 1);

/** Rows are what is right, columns what was read; the redder, the more often. */
export function confusionTable(matrix) {
  const digits = [...Array(10).keys()];
  const worst = Math.max(1, ...matrix.flatMap((row, truth) => row.filter((_, read) => read !== truth)));
  const head = el("tr", {}, el("td"), digits.map((digit) => el("th", { scope: "col", textContent: digit })));
  const rows = matrix.map((row, truth) =>
    el("tr", {}, el("th", { scope: "row", textContent: truth }), row.map((n, read) => cell(n, truth, read, worst))),
  );
  const caption = el("caption", { class: "quiet", textContent: "Rows: what is right. Columns: what was read." });
  return el("table", { class: "matrix" }, caption, el("thead", {}, head), el("tbody", {}, rows));
}

function cell(n, truth, read, worst) {
  const td = el("td", { class: n ? "" : "zero", textContent: n, title: `${count(n)} × ${truth} read as ${read}` });
  const share = truth === read ? 0.16 : (0.45 * n) / worst;
  if (n) td.style.background = `color-mix(in srgb, var(${truth === read ? "--series-1" : "--series-2"}) ${100 * share}%, transparent)`;
  return td;
}
