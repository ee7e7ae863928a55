import { isOver, type Callback, type Status } from '../api';
import { h } from '../dom';
import { Text } from '../generated/customer';
import type { Values } from '../messages';

type Say = (text: Text, values?: Values) => string;
export type Scene =
  | { kind: 'loading'; notice?: string }
  | { kind: 'gone'; headline: Text; detail: Text }
  | {
      kind: 'callback';
      callback: Callback;
      time: (ms: number) => string;
      asking: boolean;
      ask: (wanted: boolean) => void;
      cancel: () => void;
      notice?: string;
    };

const STEPS = [Text.step_queue, Text.step_calling, Text.step_talking];
const STEP: Partial<Record<Status, number>> = { received: 0, queued: 0, claimed: 1, dialling: 1, connected: 2 };
const WORDS: Record<Exclude<Status, 'received' | 'queued'>, [Text, Text]> = {
  claimed: [Text.calling, Text.calling_detail],
  dialling: [Text.calling, Text.calling_detail],
  connected: [Text.connected, Text.connected_detail],
  completed: [Text.completed, Text.completed_detail],
  unanswered: [Text.unanswered, Text.unanswered_detail],
  cancelled: [Text.cancelled, Text.cancelled_detail],
  expired: [Text.expired, Text.expired_detail],
  refused: [Text.refused, Text.refused_detail],
};

const notice = h('p', { class: 'notice', role: 'alert' });
const status = h('div', { class: 'status', role: 'status' });
const rest = h('div', { class: 'rest' });

/** Draws a scene; the live regions stay in place, so that a change in them is announced, once. */
export function page(root: HTMLElement, scene: Scene, say: Say): void {
  if (!status.isConnected) root.replaceChildren(notice, status, rest);
  notice.textContent = ('notice' in scene && scene.notice) || '';
  root.dataset.scene = scene.kind === 'callback' ? scene.callback.status : scene.kind;
  if (scene.kind === 'loading') {
    update(status, h('p', { class: 'loading' }, say(Text.loading)));
    rest.replaceChildren();
  } else if (scene.kind === 'gone') {
    update(status, h('h1', { tabindex: -1 }, say(scene.headline)), h('p', {}, say(scene.detail)));
    rest.replaceChildren();
  } else {
    update(status, ...words(scene.callback, scene.time, say));
    const had = document.activeElement?.id;
    rest.replaceChildren(...steps(scene.callback.status, say), ...cancelling(scene, say), story(scene.callback, say));
    if (had) document.getElementById(had)?.focus();
  }
}

function words(callback: Callback, time: (ms: number) => string, say: Say): HTMLElement[] {
  const phone = callback.phone_masked.replaceAll(' ', '\u00a0');
  if (callback.status !== 'received' && callback.status !== 'queued') {
    const [headline, detail] = WORDS[callback.status];
    return [h('h1', { tabindex: -1 }, say(headline)), h('p', {}, say(detail, { phone }))];
  }
  const { position, window } = callback;
  const headline = position === null ? say(Text.received) : say(Text.ahead, { n: position - 1 });
  return [
    h('h1', { tabindex: -1 }, headline),
    h('p', { class: 'window' }, say(Text.window, { from: time(window.from_ms), until: time(window.until_ms) })),
    h('p', {}, say(Text.ready, { phone })),
  ];
}

function steps(now: Status, say: Say): HTMLElement[] {
  const at = STEP[now];
  if (at === undefined) return [];
  const items = STEPS.map((text, step) =>
    h('li', { class: step < at ? 'done' : step === at ? 'now' : '', 'aria-current': step === at && 'step' }, say(text)),
  );
  return [h('ol', { class: 'steps' }, ...items)];
}

function cancelling(scene: Extract<Scene, { kind: 'callback' }>, say: Say): HTMLElement[] {
  if (!scene.callback.cancellable || isOver(scene.callback.status)) return [];
  if (!scene.asking) {
    return [h('button', { id: 'cancel', type: 'button', click: () => scene.ask(true) }, say(Text.cancel))];
  }
  return [
    h(
      'div',
      { class: 'sure', role: 'group', 'aria-labelledby': 'sure' },
      h('p', { id: 'sure' }, say(Text.sure)),
      h('button', { id: 'keep', type: 'button', 'aria-describedby': 'sure', click: () => scene.ask(false) }, say(Text.no)),
      h('button', { id: 'yes', type: 'button', class: 'bad', click: scene.cancel }, say(Text.yes)),
    ),
  ];
}

function story(callback: Callback, say: Say): HTMLElement {
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
  const facts = [
    say(Text.asked, { when: when.format(callback.requested_at_ms) }),
    callback.order_id && say(Text.order, { id: callback.order_id }),
  ].filter(Boolean);
  return h(
    'section',
    { class: 'story', 'aria-labelledby': 'story' },
    h('h2', { id: 'story' }, say(Text.question)),
    h('blockquote', { dir: 'auto' }, callback.question),
    h('p', { class: 'facts' }, facts.join(' · ')),
    h('p', { class: 'facts' }, say(Text.private)),
  );
}

function update(region: HTMLElement, ...children: HTMLElement[]): void {
  const next = h('div', {}, ...children);
  if (next.innerHTML !== region.innerHTML) region.replaceChildren(...children);
}
