// What was put right, and teaching the reader with it.

import { ask } from "./api.js";
import { byId, el, pixelCanvas, rebuild, trouble } from "./dom.js";
import { start } from "./jobs.js";

const PAGE = 60;
let shown = 0;
let asked = 0; // lists so far: only the last one's answer is shown

export async function showCorrections() {
  byId("teach").onclick = teach;
  byId("more").onclick = () => load(shown);
  await load(0);
}

async function load(offset) {
  const number = ++asked;
  try {
    const { total, corrections } = await ask("GET", `corrections?limit=${PAGE}&offset=${offset}`);
    if (number !== asked) return;
    const before = [...byId("kept").children].slice(0, offset);
    rebuild(byId("kept"), [...before, ...corrections.map(card)], byId("main"));
    shown = offset + corrections.length;
    byId("more").hidden = shown >= total;
    byId("teach").disabled = total === 0;
    byId("teach-status").textContent = total ? `${total} kept` : "None yet: correct a digit under Draw or Picture.";
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
  try {
    await ask("DELETE", `corrections/${correction.id}`);
  } catch (error) {
    trouble(error.message);
  }
  await showCorrections();
}

async function teach() {
  const status = byId("teach-status");
  byId("teach").disabled = true;
  try {
    const last = await start({ kind: "learn" }, (job) => {
      status.textContent = job.message || `Learning, ${job.seconds.toFixed(0)} s …`;
    });
    if (last.state !== "done") throw new Error(last.message || "Learning failed.");
    dispatchEvent(new Event("model"));
  } catch (error) {
    trouble(error.message);
  }
  byId("teach").disabled = false;
}
