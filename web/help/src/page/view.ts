import type { Callback, Status } from '../api';
import { h } from '../dom';
import { Text } from '../generated/customer';
import { words, type Say } from './words';

export type Scene =
  | { kind: 'loading'; notice?: string }
  | { kind: 'gone'; headline: Text; detail: Text }
  | { kind: 'callback'; callback: Callback; notice?: string };

const STEP: Partial<Record<Status, number>> = { received: 0, queued: 0, claimed: 1, dialling: 1, connected: 2 };

const notice = h('p', { class: 'notice', role: 'alert' });
const status = h('div', { class: 'status', role: 'status' });
const progress = h('div', { class: 'rest' });
const story = h('div', { class: 'rest' });

/** Draws a scene around `actions`. Every part stays in place and changes only where it reads otherwise: what a
 * live region says is announced once, and nobody loses the place they are in. */
export function page(root: HTMLElement, scene: Scene, actions: HTMLElement, locale: string, say: Say): void {
  if (actions.parentNode !== root) root.replaceChildren(notice, status, progress, actions, story);
  const complaint = ('notice' in scene && scene.notice) || '';
  if (notice.textContent !== complaint) notice.textContent = complaint;
  root.dataset.scene = scene.kind === 'callback' ? scene.callback.status : scene.kind;
  root.dataset.why = scene.kind === 'callback' && scene.callback.next_attempt_at_ms !== null ? scene.callback.why : '';
  if (scene.kind === 'loading') {
    update(status, h('p', { class: 'loading' }, say(Text.loading)));
    update(progress);
    update(story);
  } else if (scene.kind === 'gone') {
    update(status, h('h1', { tabindex: -1 }, say(scene.headline)), h('p', {}, say(scene.detail)));
    update(progress);
    update(story);
  } else {
    const { headline, figure, details } = words(scene.callback, locale, say);
    update(
      status,
      h('h1', { tabindex: -1 }, headline),
      ...(figure ? [h('p', { class: 'window' }, figure)] : []),
      ...details.map((one) => h('p', {}, one)),
    );
    update(progress, ...steps(scene.callback, say));
    update(story, told(scene.callback, locale, say));
  }
}

function steps({ status: now, next_attempt_at_ms: next }: Callback, say: Say): HTMLElement[] {
  const at = STEP[now];
  if (at === undefined) return [];
  const first = next === null ? Text.step_queue : Text.step_later;
  const items = [first, Text.step_calling, Text.step_talking].map((text, step) =>
    h('li', { class: step < at ? 'done' : step === at ? 'now' : '', 'aria-current': step === at && 'step' }, say(text)),
  );
  return [h('ol', { class: 'steps' }, ...items)];
}

function told(callback: Callback, locale: string, say: Say): HTMLElement {
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
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
