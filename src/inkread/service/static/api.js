// The service's HTTP interface, with the token from the address where there is one.

const given = new URLSearchParams(location.hash.slice(1)).get("token");
if (given) {
  sessionStorage.setItem("token", given);
  history.replaceState(null, "", location.pathname + "#draw");
}
const token = sessionStorage.getItem("token");
const authorization = token ? { Authorization: `Bearer ${token}` } : {};

/** The answer as JSON (nothing for 204); throws an Error with the service's own words. */
export async function ask(method, path, body, type = "application/json") {
  const headers = { ...authorization };
  let content = body;
  if (body !== undefined && type === "application/json") content = JSON.stringify(body);
  if (body !== undefined && type) headers["Content-Type"] = type; // a form says its own
  let answer;
  try {
    answer = await fetch(`v1/${path}`, { method, headers, body: content });
  } catch {
    throw new Error("The service does not answer. Is it still running?");
  }
  if (answer.status === 204) return null;
  if (!answer.ok) throw new Error((await words(answer)) || `The service answered ${answer.status}.`);
  return answer.json();
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
  const answer = await fetch(`v1/${path}`, { headers: authorization });
  if (!answer.ok) throw new Error(await words(answer));
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (rest + value).split("\n\n");
    rest = events.pop();
    for (const event of events) heard(JSON.parse(event.replace(/^data: /, "")));
  }
}
