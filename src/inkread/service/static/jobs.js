// Work that the service does in a process of its own: start, follow, cancel.

import { ask, follow } from "./api.js";

/**
 * Start it and call `heard` with every piece of news; the promise ends when the work does, with the last news. Throws
 * an Error when nothing more is to be heard of it.
 */
export async function start(wish, heard) {
  return watch(await ask("POST", "jobs", wish), heard);
}

export async function watch(job, heard) {
  let last = job;
  heard(job);
  await follow(`jobs/${job.id}/events`, (news) => {
    last = news;
    heard(news);
  });
  if (last.state === "running") throw new Error("The service was stopped.");
  return last;
}

export const cancel = (job) => ask("DELETE", `jobs/${job.id}`);

/** The job that is under way, if any: the page may have been opened while it runs. */
export async function underWay() {
  return (await ask("GET", "jobs")).find((job) => job.state === "running");
}
