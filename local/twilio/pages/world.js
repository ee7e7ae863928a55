// Scripts of people and fault switches: the parts of the outside world one can set.
import { $, ask, make, sync } from "./dom.js";

const FAULTS = [
  ["lose", "Webhooks lost"], ["duplicate", "Webhooks doubled"], ["reorder", "Webhooks late"],
  ["rest_429", "REST answers 429"], ["rest_5xx", "REST answers 500"],
  ["rest_timeout_before", "REST lost unheard"], ["rest_timeout_after", "REST lost, yet done"],
];
let printed = "";

export function drawPeople({ scripts, by_ending }) {
  sync($("people"), Object.entries(scripts), ([number]) => number, ([number, script]) =>
    make("li", {}, make("div", { class: "row" },
      make("span", { class: "who" }, number), make("span", { class: "quiet" }, words(script)),
      make("span", { class: "grow" }),
      make("button", { type: "button", "aria-label": `Forget ${number}`,
        onclick: () => ask("DELETE", `/twin/people/${encodeURIComponent(number)}`) }, "Forget"))));
  sync($("endings"), Object.entries(by_ending), ([ending]) => ending, ([ending, script]) =>
    make("li", {}, make("span", { class: "mono" }, `…${ending}`), make("span", {}, words(script))));
}

function words({ script, hangup_after_ms, digits, line }) {
  const parts = [script.replace("_", " ")];
  if (hangup_after_ms !== null) parts.push(`hangs up after ${hangup_after_ms / 1000} s`);
  if (line === "poor") parts.push("on a poor line");
  if (digits) parts.push(`keys ${digits}`);
  return parts.join(", ");
}

export function drawFaults(faults) {
  if (JSON.stringify(faults) === printed || $("faults").contains(document.activeElement)) return;
  printed = JSON.stringify(faults);
  const percent = ([name, label]) => make("label", {}, `${label}, %`, input(name, "number", Math.round(faults[name] * 100),
    { min: 0, max: 100 }));
  $("faults").replaceChildren(...FAULTS.map(percent),
    make("label", {}, "Delay up to, ms", input("delay_high", "number", faults.delay_ms[1], { min: 0 })),
    make("label", { class: "wide" }, "Lose only these (empty: any)",
      input("lose_kinds", "text", faults.lose_kinds.join(" "), { placeholder: "participant-join call-answered" })),
    make("button", { type: "submit" }, "Apply"),
    make("button", { type: "button", onclick: () => ask("DELETE", "/twin/faults").then(redraw) }, "All off"));
  const on = FAULTS.some(([name]) => faults[name] > 0) || faults.delay_ms[1] > 0;
  $("faults-on").classList.toggle("hidden", !on);
}

const input = (name, type, value, more) => make("input", { name, type, value: String(value), ...more });

function redraw(faults) {
  document.activeElement.blur();
  printed = "";
  drawFaults(faults);
}

$("faults").onsubmit = (event) => {
  event.preventDefault();
  const given = new FormData($("faults"));
  const body = Object.fromEntries(FAULTS.map(([name]) => [name, Number(given.get(name)) / 100]));
  body.delay_ms = [0, Number(given.get("delay_high"))];
  body.lose_kinds = given.get("lose_kinds").split(/[\s,]+/).filter(Boolean);
  ask("PUT", "/twin/faults", body).then(redraw).catch(alert);
};

$("script").onsubmit = (event) => {
  event.preventDefault();
  const given = Object.fromEntries(new FormData($("script")));
  const { number, ...script } = given;
  script.answer_after_ms = Number(script.answer_after_ms);
  script.hangup_after_ms = script.hangup_after_ms === "" ? null : Number(script.hangup_after_ms);
  ask("PUT", `/twin/people/${encodeURIComponent(number)}`, script)
    .then(() => $("script").elements.number.select()).catch(alert);
};
