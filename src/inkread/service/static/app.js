// The page: which view is shown, and what reads.

import { ask, takeToken } from "./api.js";
import { showCorrections } from "./corrections.js";
import { byId, count, trouble } from "./dom.js";
import { startDrawing } from "./draw.js";
import { showLesson } from "./lesson.js";
import { cameraOff, startPictures } from "./picture.js";

const views = ["draw", "picture", "lesson", "corrections"];
const onShow = { lesson: showLesson, corrections: showCorrections };

function route() {
  if (takeToken()) showModel();
  const wanted = location.hash.slice(1);
  if (wanted === "main") return;
  const view = views.includes(wanted) ? wanted : "draw";
  trouble();
  cameraOff();
  for (const name of views) byId(name).hidden = name !== view;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${byId(`${view}-title`).textContent} – Inkread`;
  onShow[view]?.();
}

async function showModel() {
  const about = byId("about");
  try {
    const { name, parameters, learned } = await ask("GET", "model");
    about.dataset.model = name;
    const size = parameters ? `, ${count(parameters)} weights` : "";
    about.textContent = `Read by ${name}${size}${learned ? ", taught by your corrections" : ""}`;
  } catch (error) {
    trouble(error.message);
  }
}

addEventListener("hashchange", route);
addEventListener("model", showModel);
startDrawing();
startPictures();
route();
showModel();
