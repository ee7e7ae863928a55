// One line per webhook sent, REST request received, or error, newest first.
import { chip, clock, make } from "./dom.js";

export function merged(state) {
  const labels = labelsOf(state);
  const hooks = state.webhooks.map((hook) => ({
    type: "webhook", key: `w${hook.id}`, at: hook.created_ms, name: hook.kind, chip: hookChip(hook),
    about: about(hook.params, labels), hook, ms: hook.attempts.at(-1)?.latency_ms,
  }));
  const requests = state.requests.map((request, at) => ({
    type: "request", key: `r${request.at_ms}-${request.path}-${at}`, at: request.at_ms,
    name: `${request.method} ${request.path.replace(/^\/2010-04-01\/Accounts\/\w+/, "")}`,
    chip: requestChip(request), about: request.answer.message || "", request,
  }));
  const errors = state.errors.map((error, at) => ({
    type: "error", key: `e${error.at_ms}-${at}`, at: error.at_ms, name: error.message, error,
    chip: [error.code ? String(error.code) : error.level, error.level === "error" ? "bad" : "warn"],
    about: labels.get(error.subject) || "",
  }));
  return [...hooks, ...requests, ...errors].sort((a, b) => b.at - a.at || (a.key < b.key ? 1 : -1));
}

const WORDS = { webhook: "webhook →", request: "REST ←", error: "error" };

export function trafficRow(item) {
  const summary = make("summary", {},
    make("time", { class: "mono quiet" }, clock(item.at)),
    make("span", { class: "quiet" }, WORDS[item.type]),
    make("span", { class: "what" }, make("strong", {}, item.name), item.about ? ` · ${item.about}` : ""),
    make("span", { class: "end" },
      item.ms === undefined ? null : make("span", { class: "quiet num" }, `${item.ms} ms`), chip(...item.chip)));
  return make("li", {}, make("details", {}, summary, make("div", { class: "inside" }, ...inside(item))));
}

function inside({ hook, request, error }) {
  if (error) return [params({ message: error.message, code: error.code, subject: error.subject })];
  if (request) {
    return [title("Parameters"), params(request.params), title(`Answer ${request.status || "never arrived"}`),
      make("pre", { class: "mono", tabindex: "0" }, JSON.stringify(request.answer, null, 1))];
  }
  return [title(`${hook.method} ${hook.url}`), params(hook.params),
    ...hook.attempts.flatMap((attempt) => [
      title(`Attempt ${attempt.attempt} · ${attempt.error || `HTTP ${attempt.status}`} · ${attempt.latency_ms} ms`),
      attempt.answer ? make("pre", { class: "mono", tabindex: "0" }, attempt.answer) : "",
    ])];
}

const title = (text) => make("h3", {}, text);

function params(given) {
  const rows = Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1));
  if (!rows.length) return make("p", { class: "quiet" }, "none");
  return make("dl", { class: "params mono" },
    ...rows.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, [value].flat().join(" ") || "(blank)")]));
}

function hookChip({ fate, attempts }) {
  const last = attempts.at(-1);
  const tries = attempts.length > 1 ? ` ×${attempts.length}` : "";
  if (fate === "delivered") return [`${last.status}${tries}`, "good"];
  if (fate.startsWith("failed")) return [`${last.error || last.status}${tries}`, "bad"];
  if (fate.startsWith("lost")) return ["lost", "warn"];
  return [fate, fate === "retrying" ? "warn" : ""];
}

const requestChip = ({ status }) =>
  status === 0 ? ["no answer", "warn"] : [String(status), status < 300 ? "good" : "bad"];

function labelsOf(state) {
  const labels = new Map(state.calls.map((call) => [call.sid, call.to || call.from]));
  for (const room of state.conferences) {
    labels.set(room.sid, room.friendly_name);
    for (const person of room.participants) if (person.label) labels.set(person.call_sid, person.label);
  }
  return labels;
}

function about(given, labels) {
  const parts = [given.ParticipantLabel || labels.get(given.CallSid), given.FriendlyName, given.CallStatus,
    given.AnsweredBy, given.ReasonParticipantLeft, given.ReasonConferenceEnded, given.MessageStatus,
    given.Digits && `keys ${given.Digits}`];
  return parts.filter(Boolean).join(" · ");
}
