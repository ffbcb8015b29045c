// The HTTP interface, described from its own OpenAPI document.

import { byId, el } from "./dom.js";

const description = await (await fetch("openapi.json")).json();
const named = (reference) => description.components.schemas[reference.split("/").at(-1)];

byId("summary").textContent = description.info.description;
for (const [path, operations] of Object.entries(description.paths)) {
  for (const [method, operation] of Object.entries(operations)) {
    byId("operations").append(card(method.toUpperCase(), path, operation));
  }
}

function card(method, path, operation) {
  return el(
    "details",
    { class: "card operation" },
    el("summary", {}, el("code", {}, el("b", { textContent: method }), ` ${path}`), el("span", { textContent: operation.description })),
    table("Parameters", (operation.parameters ?? []).map((one) => [one.name, `${one.in}, ${kind(one.schema)}`, one.description ?? ""])),
    ...Object.entries(operation.requestBody?.content ?? {}).map(([type, { schema }]) => table(`Body: ${type}`, fields(schema))),
    ...Object.entries(operation.responses).map(([status, answer]) => response(status, answer)),
  );
}

function response(status, { description: words, content }) {
  const [type, { schema } = {}] = Object.entries(content ?? {})[0] ?? [];
  if (Number(status) >= 400) return el("p", { class: "quiet" }, el("code", { textContent: status }), ` ${words}`);
  return table(`${status}${type ? `: ${type}` : ""}`, fields(schema ?? {}));
}

function fields(schema) {
  const known = schema.$ref ? named(schema.$ref) : schema.items?.$ref ? named(schema.items.$ref) : schema;
  return Object.entries(known.properties ?? {}).map(([name, one]) => [name, kind(one), one.description ?? ""]);
}

function kind(schema) {
  if (schema.$ref) return schema.$ref.split("/").at(-1);
  if (schema.anyOf) return schema.anyOf.map(kind).join(" or ");
  if (schema.enum) return schema.enum.map((word) => JSON.stringify(word)).join(", ");
  if (schema.const) return JSON.stringify(schema.const);
  if (schema.type === "array") return `list of ${kind(schema.items ?? schema.prefixItems?.[0] ?? {})}`;
  return schema.format ? `${schema.type} (${schema.format})` : (schema.type ?? "anything");
}

function table(title, rows) {
  if (!rows.length) return el("p", { class: "quiet", textContent: title });
  const line = (cells) => el("tr", {}, cells.map((text, at) => el("td", {}, at ? text : el("code", { textContent: text }))));
  return el("div", { class: "scroll" }, el("table", {}, el("caption", { textContent: title }), el("tbody", {}, rows.map(line))));
}
