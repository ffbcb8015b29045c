// The lesson: recipes to train, runs to compare, and the training that is under way.

import { ask } from "./api.js";
import { asLoss, asPercent, confusionTable, lineChart } from "./charts.js";
import { byId, count, counted, duration, el, percent, pixelCanvas, say, sure, trouble } from "./dom.js";
import { cancel, start, underWay, watch } from "./jobs.js";

const MOST = 5; // runs compared at a time: as many as there are colours
let runs = [];
let recipes = [];
let chosen = []; // ids of runs, in the order of their colours
let training = null;
const evaluations = new Map();

export async function showLesson() {
  try {
    [recipes, runs] = await Promise.all([ask("GET", "recipes"), ask("GET", "runs")]);
    chosen = chosen.filter((id) => runs.some((run) => run.id === id));
    if (!chosen.length) chosen = runs.filter((run) => run.history.length).slice(0, 2).map((run) => run.id);
    const job = training ? null : await underWay();
    if (job?.kind === "train") attend(watch(job, heard));
    trouble();
  } catch (error) {
    trouble(error.message);
  }
  show();
}

function show() {
  byId("recipes").replaceChildren(...recipes.map(recipeCard));
  byId("runs").replaceChildren(runs.length ? runTable() : emptyRuns());
  showComparison();
}

/* Recipes */

function recipeCard(recipe) {
  const mine = runs.filter((run) => run.recipe === recipe.name && run.test_accuracy !== null);
  const best = Math.max(...mine.map((run) => run.test_accuracy));
  const facts = [
    recipe.parameters && `${count(recipe.parameters)} weights`,
    recipe.epochs && counted(recipe.epochs, "epoch"),
    recipe.published && `published ${percent(recipe.published, 2)}`,
    mine.length && `here ${percent(best, 2)}`,
  ];
  return el(
    "article",
    { class: "card recipe" },
    el("h4", { textContent: recipe.name }),
    el("p", { class: "source", textContent: recipe.source }),
    el("p", { class: "network", textContent: recipe.network }),
    el("p", { class: "facts", textContent: facts.filter(Boolean).join(" · ") }),
    el(
      "div",
      { class: "tools" },
      trainButton("Train", recipe, false),
      trainButton("Quick try", recipe, true),
    ),
  );
}

function trainButton(words, recipe, quick) {
  return el("button", {
    type: "button",
    textContent: words,
    disabled: Boolean(training),
    "aria-label": quick ? `Quick try of ${recipe.name}` : `Train ${recipe.name}`,
    onclick: () => attend(start({ kind: "train", recipe: recipe.name, quick }, heard)),
  });
}

/* Training */

async function attend(work) {
  try {
    const last = await work;
    trouble(last.state === "failed" ? `The training failed: ${last.message}` : "");
    runs = await ask("GET", "runs");
    if (last.history.length) chosen = [last.run, ...chosen.filter((id) => id !== last.run)].slice(0, MOST);
  } catch (error) {
    trouble(error.message);
    if (training) byId("training").hidden = true; // nobody knows how far it is
  }
  training = null;
  show();
}

function heard(job) {
  const isNew = !training;
  training = job;
  const box = byId("training");
  if (isNew) {
    const started = byId("recipes").contains(document.activeElement);
    show();
    box.replaceChildren(...trainingParts(job));
    box.hidden = false;
    box.scrollIntoView({ block: "nearest" });
    if (started) byId("training-cancel").focus(); // the button that was pressed is gone
  }
  const done = job.history.at(-1)?.epoch ?? 0;
  const bar = byId("training-bar");
  if (job.state === "done") bar.value = 1;
  else if (job.epochs) bar.value = Math.min(done / job.epochs, 1);
  else if (job.state !== "running") bar.value = 0;
  say(byId("training-status"), progressWords(job, done));
  byId("training-time").textContent = `${job.seconds.toFixed(0)} s`;
  byId("training-curve").replaceChildren(...(job.history.length ? curves([{ ...job, id: job.recipe }]) : []));
  byId("training-cancel").disabled = job.state !== "running";
}

function trainingParts(job) {
  return [
    el(
      "header",
      {},
      el("h3", { textContent: `Training ${job.recipe}` }),
      el("span", { id: "training-time", class: "quiet" }),
      el("button", { type: "button", id: "training-cancel", textContent: "Cancel", onclick: stop }),
    ),
    el("progress", { id: "training-bar", max: 1, "aria-label": "Epochs done" }),
    el("p", { id: "training-status", role: "status" }),
    el("div", { id: "training-curve", class: "curves" }),
  ];
}

export function progressWords(job, done) {
  const last = job.history.at(-1);
  const accuracy = last?.validation_accuracy ?? null; // null where the training validates on nothing
  const figures = accuracy === null ? "" : `, validation accuracy ${percent(accuracy, 2)}`;
  if (job.state === "cancelled") return `Cancelled after ${counted(done, "epoch")}${figures}; what there is was kept.`;
  if (job.state === "failed") return `Failed: ${job.message}`;
  if (job.state === "done") return `Done${figures}.`;
  if (!last) return "Getting ready …";
  return `Epoch ${done}${job.epochs ? ` of ${job.epochs}` : ""}${figures}`;
}

async function stop() {
  byId("training-cancel").disabled = true;
  byId("training-status").textContent = "Stopping …";
  try {
    await cancel(training);
  } catch (error) {
    trouble(error.message);
  }
}

/* Runs */

function emptyRuns() {
  return el("p", { class: "quiet", textContent: "No run yet. Train one of the recipes below; a quick try takes seconds." });
}

function runTable() {
  const heads = ["Compare", "Run", "Data", "Weights", "Training", "Validation", "Test"];
  const kinds = ["", "", "aside", "n aside", "n", "n aside", "n"];
  const titled = (head, at) => el("th", { scope: "col", class: kinds[at], textContent: head });
  return el(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Runs" },
    el("table", {}, el("thead", {}, el("tr", {}, heads.map(titled))), el("tbody", {}, runs.map(runRow))),
  );
}

function runRow(run) {
  const colour = chosen.indexOf(run.id) + 1;
  const or = (value, format) => (value === null ? "–" : format(value));
  return el(
    "tr",
    {},
    el("td", {}, compareBox(run)),
    el("td", {}, el("span", { class: colour ? `swatch s${colour}` : "swatch" }), run.id),
    el("td", { class: "aside", textContent: run.data }),
    el("td", { class: "n aside", textContent: or(run.parameters, count) }),
    el("td", { class: "n", textContent: or(run.train_seconds, duration) }),
    el("td", { class: "n aside", textContent: or(run.validation_accuracy, (a) => percent(a, 2)) }),
    el("td", { class: "n", textContent: or(run.test_accuracy, (a) => percent(a, 2)) }),
  );
}

function compareBox(run) {
  const checked = chosen.includes(run.id);
  return el("input", {
    type: "checkbox",
    id: `compare-${run.id}`,
    checked,
    disabled: !checked && chosen.length >= MOST,
    "aria-label": `Compare ${run.id}`,
    onchange: (event) => {
      chosen = event.target.checked ? [...chosen, run.id] : chosen.filter((id) => id !== run.id);
      show();
      byId(`compare-${run.id}`).focus();
    },
  });
}

function showComparison() {
  const compared = chosen.map((id) => runs.find((run) => run.id === id)).filter(Boolean);
  byId("comparison").replaceChildren(
    ...(compared.some((run) => run.history.length) ? [el("div", { class: "curves" }, curves(compared))] : []),
    el("div", { class: "side-by-side" }, compared.map(closeUp)),
  );
}

function curves(compared) {
  const lines = (key, dashed) =>
    compared.map((run, at) => ({
      name: run.id,
      colour: at + 1,
      dashed,
      points: run.history.filter((row) => row[key] !== null).map((row) => [row.epoch, row[key]]),
    }));
  return [
    lineChart("Accuracy (dots: training)", [...lines("accuracy", true), ...lines("validation_accuracy")], asPercent),
    lineChart("Loss (dots: training)", [...lines("loss", true), ...lines("validation_loss")], asLoss),
  ];
}

function closeUp(run, at) {
  const body = el("div", { class: "stack", tabIndex: -1 });
  const card = el(
    "article",
    { class: "card" },
    el("h4", {}, el("span", { class: `swatch s${at + 1}` }), run.id),
    body,
  );
  const known = evaluations.get(run.id);
  if (known) body.replaceChildren(...evaluated(known));
  else if (run.test_accuracy === null) body.append(el("p", { class: "quiet", textContent: "Not finished." }));
  else body.append(el("button", { type: "button", textContent: "Show its mistakes", onclick: () => evaluate(run, body) }));
  return card;
}

async function evaluate(run, body) {
  const pressed = body.contains(document.activeElement);
  body.replaceChildren(el("p", { class: "quiet", role: "status", textContent: "Testing …" }));
  if (pressed) body.focus(); // the button is gone
  try {
    evaluations.set(run.id, await ask("GET", `runs/${encodeURIComponent(run.id)}/evaluation`));
    body.replaceChildren(...evaluated(evaluations.get(run.id)));
  } catch (error) {
    body.replaceChildren(el("p", { class: "quiet", textContent: error.message }));
  }
}

function evaluated({ data, n, accuracy, confusion, mistakes }) {
  const shown = mistakes.map(({ pixels, label, prediction, confidence }) =>
    el(
      "div",
      { title: `${sure(confidence)} sure` },
      pixelCanvas(pixels, `${label} read as ${prediction}`),
      el("p", { textContent: `${label} → ${prediction}` }),
    ),
  );
  return [
    el("p", { class: "quiet", textContent: `${percent(accuracy, 2)} of ${counted(n, "test picture")} of ${data} are right` }),
    confusionTable(confusion),
    el("div", { class: "mistakes" }, shown),
  ];
}
