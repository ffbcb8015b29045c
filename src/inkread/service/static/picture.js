// A picture from the disk, the clipboard, another window or the camera, with what was read laid over it.

import { ask } from "./api.js";
import { byId, counted, el, isUnsure, rebuild, sure, trouble } from "./dom.js";
import { cut, digitsOf, glass } from "./digit.js";

const photo = byId("photo");
// What the browser cannot show, it cannot cut out either.
const crop = (box) => (photo.naturalWidth ? cut(photo, box) : null);
const showDigit = glass(byId("picture-digit"), crop, byId("another"));
let file = null;
let reading = null;
let selected = -1;
let asked = 0; // readings so far: only the last one's answer is shown
let stream = null;
let turned = 0; // times the camera was turned on or off: one that comes late stays off

export function startPictures() {
  const drop = byId("drop");
  byId("choose").onclick = () => byId("file").click();
  for (const id of ["file", "snapshot"]) byId(id).onchange = (event) => open(event.target.files[0]);
  for (const kind of ["dragenter", "dragover"]) document.addEventListener(kind, (event) => hover(event, true));
  for (const kind of ["dragleave", "drop"]) document.addEventListener(kind, (event) => hover(event, false));
  document.addEventListener("drop", (event) => open(event.dataTransfer.files[0]));
  document.addEventListener("paste", (event) => open(event.clipboardData.files[0]));
  byId("camera").onclick = cameraOn;
  byId("camera-off").onclick = () => {
    cameraOff();
    byId("camera").focus();
  };
  byId("shoot").onclick = shoot;
  byId("layout").onchange = read;
  byId("another").onclick = reset;
  byId("copy").onclick = copy;
  byId("csv").onclick = downloadCsv;

  function hover(event, over) {
    event.preventDefault();
    drop.classList.toggle("over", over);
  }
}

async function open(chosen) {
  if (!chosen) return;
  cameraOff();
  location.hash = "#picture";
  file = chosen;
  URL.revokeObjectURL(photo.src);
  photo.src = URL.createObjectURL(file);
  photo.alt = `The picture ${file.name || "that was pasted"}`;
  byId("drop").hidden = true;
  byId("photo-frame").hidden = byId("photo-tools").hidden = false;
  // TIFF, HEIC and PDF are read, but browsers do not show them.
  await photo.decode().then(fit, () => { if (file === chosen) byId("photo-frame").hidden = true; });
  await read();
}

/** As wide as there is room, but not higher than most of the window, and small pictures not blown up too much. */
function fit() {
  const { naturalWidth: width, naturalHeight: height } = photo;
  photo.parentElement.style.maxWidth = `min(${4 * width}px, ${(70 * width) / height}vh)`;
}

async function read() {
  const number = ++asked;
  reading = null;
  selected = -1;
  status("Reading …");
  show();
  const form = new FormData();
  form.set("picture", file, file.name || "picture");
  let found = null;
  let why = "";
  try {
    found = await ask("POST", `read?detail=true&as=${byId("layout").value}`, form, null);
  } catch (error) {
    why = error.message;
  }
  if (number !== asked) return;
  reading = found;
  trouble(why);
  status(found ? summary() : "");
  show();
}

function reset() {
  asked += 1;
  file = reading = null;
  byId("file").value = byId("snapshot").value = "";
  byId("drop").hidden = false;
  byId("photo-frame").hidden = byId("photo-tools").hidden = true;
  status("Nothing yet.");
  show();
  byId("choose").focus();
}

function status(words) {
  byId("picture-status").replaceChildren(el("p", { class: "quiet", textContent: words }));
}

function summary() {
  const n = reading.numbers.length;
  if (!n) return "No number in this picture.";
  const unsure = reading.numbers.filter((number) => isUnsure(number.confidence)).length;
  const doubt = unsure ? `, ${unsure} to look at again` : "";
  return `${counted(n, "number")}${doubt}. Click a digit to look closer or put it right.`;
}

/* Camera */

async function cameraOn() {
  if (!navigator.mediaDevices?.getUserMedia) return byId("snapshot").click();
  const number = ++turned;
  let found;
  try {
    found = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1920 } } });
  } catch {
    if (number === turned) byId("snapshot").click();
    return;
  }
  if (number !== turned) return stop(found);
  stream = found;
  byId("drop").hidden = true;
  byId("viewfinder").hidden = false;
  byId("shoot").focus();
  byId("video").srcObject = stream;
  await byId("video").play().catch(() => {}); // turned off meanwhile
}

const stop = (camera) => camera?.getTracks().forEach((track) => track.stop());

export function cameraOff() {
  turned += 1;
  stop(stream);
  if (stream) byId("drop").hidden = false;
  stream = null;
  byId("viewfinder").hidden = true;
}

function shoot() {
  const video = byId("video");
  if (!video.videoWidth) return; // it has not shown anything yet
  const canvas = el("canvas", { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d").drawImage(video, 0, 0);
  cameraOff();
  canvas.toBlob((blob) => open(new File([blob], "photo.jpg", { type: "image/jpeg" })), "image/jpeg", 0.95);
}

/* Show */

function show() {
  const digits = reading ? digitsOf(reading) : [];
  byId("export-tools").hidden = !digits.length;
  byId("unshown").hidden = !reading || !byId("photo-frame").hidden;
  rebuild(byId("numbers"), (reading?.numbers ?? []).map((number) => line(number, digits)), byId("another"));
  showBoxes(digits);
  showDigit(digits[selected]);
}

function line(number, digits) {
  const first = digits.findIndex((digit) => digit.number === number);
  const unsure = isUnsure(number.confidence);
  return el(
    "li",
    { class: unsure ? "unsure" : "" },
    el(
      "button",
      { type: "button", onclick: () => select(first) },
      el("span", { class: "text", textContent: number.text }),
      el("span", { class: "sure", textContent: `${sure(number.confidence)}${unsure ? " – check" : ""}` }),
    ),
  );
}

function select(at) {
  selected = at;
  show();
  byId("photo-boxes").querySelectorAll("button")[at]?.focus({ preventScroll: true });
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  byId("picture-digit").scrollIntoView({ block: "nearest", behavior });
}

function showBoxes(digits) {
  const boxes = digits.map((digit, at) =>
    place("button", digit.box, {
      type: "button",
      class: isUnsure(digit.confidence) ? "box unsure" : "box",
      "aria-label": `${digit.digit}, ${sure(digit.confidence)} sure`,
      "aria-pressed": String(at === selected),
      onclick: () => select(at),
    }),
  );
  const words = (reading?.numbers ?? []).map((number) =>
    place("span", [number.box[0], number.box[1], 0, 0], {
      class: isUnsure(number.confidence) ? "said unsure" : "said",
      textContent: isUnsure(number.confidence) ? `${number.text} ?` : number.text,
      "aria-hidden": "true",
    }),
  );
  const rest = (reading?.rejected ?? []).map(({ box, reason }) => place("div", box, { class: "box rejected", title: reason }));
  byId("photo-boxes").replaceChildren(...boxes, ...words, ...rest);
}

/** An element over the picture, placed in percent so that it stays right at every size. */
function place(tag, [x, y, w, h], properties) {
  const element = el(tag, properties);
  const { naturalWidth: width, naturalHeight: height } = photo;
  Object.assign(element.style, { left: `${(100 * x) / width}%`, top: `${(100 * y) / height}%` });
  if (w) Object.assign(element.style, { width: `${(100 * w) / width}%`, height: `${(100 * h) / height}%` });
  return element;
}

/* Take it along */

async function copy() {
  const text = reading.numbers.map((number) => number.text).join("\n");
  try {
    await navigator.clipboard.writeText(text);
    status("Copied.");
  } catch {
    trouble("This browser does not let the page use the clipboard.");
  }
}

function downloadCsv() {
  const rows = reading.numbers.map((number) => [number.text, number.confidence, ...number.box]);
  const quoted = (value) => `"${String(value).replaceAll('"', '""')}"`;
  const lines = [["text", "confidence", "x", "y", "w", "h"], ...rows].map((row) => row.map(quoted).join(","));
  const link = el("a", {
    href: URL.createObjectURL(new Blob([lines.join("\r\n") + "\r\n"], { type: "text/csv" })),
    download: `${(file.name || "picture").replace(/\.[^.]*$/, "")}.csv`,
  });
  link.click();
  URL.revokeObjectURL(link.href);
}
