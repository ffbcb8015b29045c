// The service's HTTP interface, with the token from the address where there is one.

const GONE = "The service does not answer. Is it still running?";
const LOCKED = "The service asks for its token: open the whole address that inkread serve printed.";

/** Keep the token that is in the address and take it out of there; whether there was one. */
export function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!given) return false;
  sessionStorage.setItem("token", given);
  history.replaceState(null, "", location.pathname + "#draw");
  return true;
}

takeToken();

/** The answer; throws an Error with the service's own words where it is no good one. */
async function request(path, method = "GET", headers = {}, body = undefined) {
  const token = sessionStorage.getItem("token");
  const authorization = token ? { Authorization: `Bearer ${token}` } : {};
  const answer = await fetch(`v1/${path}`, { method, headers: { ...headers, ...authorization }, body }).catch(gone);
  if (answer.status === 401) throw new Error(LOCKED);
  if (!answer.ok) throw new Error((await words(answer)) || `The service answered ${answer.status}.`);
  return answer;
}

function gone() {
  throw new Error(GONE);
}

/** The answer as JSON (nothing for 204); throws an Error with the service's own words. */
export async function ask(method, path, body, type = "application/json") {
  const headers = {};
  let content = body;
  if (body !== undefined && type === "application/json") content = JSON.stringify(body);
  if (body !== undefined && type) headers["Content-Type"] = type; // a form says its own
  const answer = await request(path, method, headers, content);
  return answer.status === 204 ? null : answer.json().catch(gone);
}

async function words(answer) {
  try {
    return (await answer.json()).detail;
  } catch {
    return "";
  }
}

/** Call `heard` with each server-sent event. EventSource cannot send a token, so the stream is read here. */
export async function follow(path, heard) {
  const answer = await request(path);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read().catch(gone);
    if (done) return;
    const events = (rest + value).split("\n\n");
    rest = events.pop();
    for (const event of events) heard(JSON.parse(event.replace(/^data: /, "")));
  }
}
