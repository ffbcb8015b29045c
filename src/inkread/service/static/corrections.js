// What was put right, and teaching the reader with it.

import { ask } from "./api.js";
import { byId, el, pixelCanvas, rebuild, say, trouble } from "./dom.js";
import { start, underWay, watch } from "./jobs.js";

const PAGE = 60;
const MOST = 500; // that the service lists at a time
let shown = 0;
let asked = 0; // lists so far: only the last one's answer is shown
let learning = false;

export async function showCorrections() {
  byId("teach").onclick = () => attend(start({ kind: "learn" }, heard));
  byId("more").onclick = () => load(shown);
  await load(0);
  await resume();
}

/** Follow the learning that is under way: the page may have been opened while it runs. */
async function resume() {
  try {
    const job = learning ? null : await underWay();
    if (job?.kind === "learn" && !learning) attend(watch(job, heard));
  } catch (error) {
    trouble(error.message);
  }
}

async function load(offset, limit = PAGE) {
  const number = ++asked;
  try {
    const { total, corrections } = await ask("GET", `corrections?limit=${limit}&offset=${offset}`);
    if (number !== asked) return;
    const before = [...byId("kept").children].slice(0, offset);
    rebuild(byId("kept"), [...before, ...corrections.map(card)], byId("main"));
    shown = offset + corrections.length;
    byId("more").hidden = shown >= total;
    byId("teach").disabled = learning || total === 0;
    if (!learning) say(byId("teach-status"), total ? `${total} kept` : "None yet: correct a digit under Draw or Picture.");
    trouble();
  } catch (error) {
    trouble(error.message);
  }
}

function card(correction) {
  const name = (digit) => (digit === null ? "none" : digit);
  const change = `${name(correction.read)} → ${name(correction.correct)}`;
  return el(
    "li",
    { class: "card" },
    pixelCanvas(correction.pixels, `Read as ${name(correction.read)}, is ${name(correction.correct)}`),
    el("span", { class: "change", textContent: change }),
    el("button", { type: "button", class: "plain", textContent: "Delete", "aria-label": `Delete ${change}`, onclick: () => forget(correction) }),
    el("time", { dateTime: correction.at, textContent: new Date(correction.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }) }),
  );
}

async function forget(correction) {
  let why = "";
  try {
    await ask("DELETE", `corrections/${correction.id}`);
  } catch (error) {
    why = error.message;
  }
  await load(0, Math.min(Math.max(shown, PAGE), MOST));
  if (why) trouble(why);
}

/* Teach */

function heard(job) {
  say(byId("teach-status"), job.message || `Learning, ${job.seconds.toFixed(0)} s …`);
}

async function attend(work) {
  learning = byId("teach").disabled = true;
  try {
    const last = await work;
    if (last.state !== "done") throw new Error(last.message || "Learning failed.");
    dispatchEvent(new Event("model"));
  } catch (error) {
    trouble(error.message);
    say(byId("teach-status"), ""); // not twice
  }
  learning = byId("teach").disabled = false;
}
