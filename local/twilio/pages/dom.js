// Small building blocks the console's scripts share.
export const $ = (id) => document.getElementById(id);

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element[name] = value;
    else if (name === "class") element.className = value;
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

export const chip = (text, kind = "") => make("span", { class: `chip ${kind}` }, text);

// Keeps rows that did not change, so that focus, selection and open details survive an update.
export function sync(list, items, keyOf, build) {
  const old = new Map([...list.children].map((row) => [row.dataset.key, row]));
  const focused = list.contains(document.activeElement) ? document.activeElement.closest("[data-key]") : null;
  const rows = items.map((item) => {
    const key = String(keyOf(item));
    const print = JSON.stringify(item);
    const before = old.get(key);
    if (before?.dataset.print === print) return before;
    const row = build(item);
    Object.assign(row.dataset, { key, print });
    if (before?.querySelector("details")?.open) row.querySelector("details").open = true;
    if (before && before === focused) queueMicrotask(() => row.querySelector("summary, button")?.focus());
    return row;
  });
  if (rows.length !== list.children.length || rows.some((row, at) => list.children[at] !== row))
    list.replaceChildren(...rows);
}

export async function ask(method, path, body) {
  const answer = await fetch(path, {
    method, headers: body ? { "Content-Type": "application/json" } : {}, body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error((await answer.json()).error);
  return answer.json();
}

export const clock = (ms) => {
  const at = new Date(ms);
  return `${at.toLocaleTimeString([], { hour12: false })}.${String(at.getMilliseconds()).padStart(3, "0")}`;
};
