// The developer's window on the twin: what rings, what was sent, what went wrong.
import { $, ask, chip, make, sync } from "./dom.js";
import { drawFaults, drawPeople } from "./world.js";
import { merged, trafficRow } from "./traffic.js";

const LIVE = new Set(["queued", "initiated", "ringing", "in-progress"]);
const TONE = { "in-progress": "live", ringing: "warn", completed: "good", failed: "bad", busy: "bad", "no-answer": "bad" };
let state = null;
let show = "all";
let shift = 0;

const events = new EventSource("/twin/events");
events.onmessage = ({ data }) => {
  state = JSON.parse(data);
  shift = state.now_ms - Date.now();
  link("live", "good");
  draw();
};
events.onerror = () => link("twin not reachable", "bad");

function link(text, kind) {
  $("link").textContent = text;
  $("link").className = `chip ${kind}`;
}

function draw() {
  const calls = [...state.calls].reverse();
  const rooms = [...state.conferences].reverse().filter((room) => room.status !== "completed");
  const live = calls.filter((call) => LIVE.has(call.status)).length;
  fill("calls", calls.map((call) => withLabel(call)), (call) => call.sid, callRow);
  fill("rooms", rooms, (room) => room.sid, roomRow);
  fill("messages", [...state.messages].reverse(), (message) => message.sid, messageRow);
  $("messages-count").textContent = state.messages.length || "";
  $("calls-count").textContent = calls.length ? `${live} live of ${calls.length}` : "";
  $("rooms-count").textContent = rooms.length || "";
  const errors = state.errors.filter((error) => error.level === "error").length;
  $("error-count").textContent = errors || "";
  drawTraffic();
  drawPeople(state.people);
  drawFaults(state.faults);
}

function drawTraffic() {
  const words = $("find").value.trim().toLowerCase();
  const items = merged(state).filter((item) => show === "all" || item.type === show)
    .filter((item) => !words || JSON.stringify(item).toLowerCase().includes(words));
  fill("traffic", items, (item) => item.key, trafficRow);
}

function fill(id, items, key, build) {
  sync($(id), items, key, build);
  $(`${id}-empty`).classList.toggle("hidden", items.length > 0);
}

function withLabel(call) {
  const room = state.conferences.find((one) => one.sid === call.conference_sid);
  const person = room?.participants.find((one) => one.call_sid === call.sid);
  return { ...call, room: room?.friendly_name, label: person?.label };
}

function callRow(call) {
  const live = LIVE.has(call.status);
  const act = (name, text) => make("button", {
    type: "button", onclick: () => ask("POST", `/twin/calls/${call.sid}/${name}`).catch(alert),
    "aria-label": `${text} ${call.to || call.from}`,
  }, text);
  const waits = call.status === "ringing" && call.direction !== "inbound";
  return make("li", { class: live ? "" : "over" }, make("div", { class: "row" },
    make("span", { class: "who" }, call.direction === "inbound" ? call.from : call.to),
    make("span", { class: "quiet num" }, call.direction === "inbound" ? "calls the application" : `from ${call.from}`),
    call.label ? chip(call.label) : null,
    call.room && live ? make("span", { class: "quiet" }, `in ${call.room}`) : null,
    live && call.activity ? chip(call.activity) : null,
    call.answered_by ? chip(call.answered_by) : null,
    make("span", { class: "grow" }),
    call.script !== "person" ? make("span", { class: "quiet" }, call.script.replace("_", " ")) : null,
    !live && call.ended_by ? make("span", { class: "quiet" }, `${call.duration} s · by ${call.ended_by}`) : null,
    chip(call.status, call.ended_by.startsWith("error") ? "bad" : TONE[call.status] || ""),
    waits ? act("answer", "Answer") : null, waits ? act("reject", "Decline") : null,
    live && call.status === "in-progress" ? act("hangup", "Hang up") : null));
}

function messageRow(message) {
  return make("li", {}, make("div", { class: "row" },
    make("span", { class: "who" }, message.to), make("span", { class: "quiet num" }, `from ${message.from_}`),
    make("span", {}, message.body), make("span", { class: "grow" }),
    chip(message.status, message.status === "delivered" ? "good" : message.error_code ? "bad" : "")));
}

function roomRow(room) {
  const people = room.participants.map((person) => {
    const flags = ["muted", "hold", "coaching"].filter((flag) => person[flag]);
    const words = [person.label || person.call_sid.slice(0, 8), ...flags];
    if (person.status !== "connected") words.push(person.status);
    return chip(words.join(" · "), person.status === "connected" && !flags.length ? "live" : "warn");
  });
  return make("li", {}, make("div", { class: "row" },
    make("span", { class: "who" }, room.friendly_name), chip(room.status, room.status === "in-progress" ? "live" : ""),
    make("span", { class: "grow" }), make("span", { class: "chips" }, ...people)));
}

for (const button of document.querySelectorAll("[data-show]")) {
  button.onclick = () => {
    show = button.dataset.show;
    for (const other of document.querySelectorAll("[data-show]"))
      other.setAttribute("aria-pressed", String(other === button));
    if (state) drawTraffic();
  };
}
$("find").oninput = () => state && drawTraffic();
$("advance").onchange = ({ target }) => {
  if (target.value) ask("POST", "/twin/clock/advance", { ms: Number(target.value) });
  target.value = "";
};
$("reset").onclick = () => confirm("Forget all calls, scripts and faults?") && ask("POST", "/twin/reset");
setInterval(() => {
  const now = new Date(Date.now() + shift);
  const ahead = Math.round(shift / 1000);
  $("clock").textContent = now.toLocaleTimeString([], { hour12: false }) + (ahead > 1 ? ` (+${ahead} s)` : "");
}, 250);
