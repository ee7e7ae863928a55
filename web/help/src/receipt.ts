import type { Callback, Status } from './api';
import { isOver } from './api';
import { h } from './dom';
import { Text } from './generated/help';
import type { Values } from './messages';

export interface Actions {
  locale: string;
  link: string;
  existing: boolean;
  say: (text: Text, values?: Values) => string;
  cancel: () => void;
  again: () => void;
}

const HEADLINE: Record<Status, Text> = {
  received: Text.received,
  queued: Text.received,
  claimed: Text.calling,
  dialling: Text.calling,
  connected: Text.connected,
  completed: Text.completed,
  unanswered: Text.unanswered,
  cancelled: Text.cancelled,
  expired: Text.failed,
  refused: Text.failed,
};

/** What stands in the form's place once a call is asked for; `show` brings it up to date in place. */
export class Receipt {
  readonly root: HTMLElement;
  #headline = h('h2', { part: 'status', tabindex: -1 });
  #detail = h('p', {});
  #note = h('p', { class: 'q' });
  #alert = h('p', { class: 'e', part: 'error', role: 'alert' });
  #link: HTMLElement;
  #buttons = h('div', { class: 'r' });
  #shown = '';
  #asked = false;

  constructor(readonly actions: Actions) {
    const { say, link } = actions;
    this.#link = h('a', { href: link, target: '_blank', rel: 'noopener', part: 'link' }, say(Text.link));
    // Every part is there from the start: a live region announces what changes inside it.
    const live = h('div', { role: 'status' }, this.#headline, this.#detail);
    this.root = h('div', { class: 's', part: 'receipt' }, live, this.#note, this.#link, this.#alert, this.#buttons);
    if (actions.existing) this.#note.textContent = say(Text.existing);
  }

  focus(): void {
    this.#headline.focus();
  }

  complain(sentence: string): void {
    this.#alert.textContent = sentence;
  }

  show(callback: Callback): void {
    const { say, locale } = this.actions;
    const waiting = callback.position !== null;
    // A range says its days where they differ: a promise may go over a night or a weekend.
    const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
    set(this.#headline, waiting ? say(Text.ahead, { n: callback.position! - 1 }) : (callback.ending?.headline ?? say(HEADLINE[callback.status])));
    const { from_ms, until_ms } = callback.window;
    const promise = { phone: callback.phone_masked, time: time.formatRange(from_ms, until_ms) };
    set(this.#detail, /^(received|queued)$/.test(callback.status) ? say(Text.window, promise) : '');
    this.root.dataset.status = callback.status;
    this.#link.hidden = isOver(callback.status);
    const kind = isOver(callback.status) ? 'again' : callback.cancellable ? 'cancel' : '';
    if (kind !== this.#shown) {
      this.#shown = kind;
      this.#asked = false;
      this.#offer();
    }
  }

  #offer(): void {
    const { say, cancel, again } = this.actions;
    const button = (text: Text, click: () => void, part = 'cancel') => h('button', { type: 'button', part, class: 'b', click }, say(text));
    const ask = (asked: boolean) => () => {
      this.#asked = asked;
      this.#offer();
      this.#buttons.querySelector('button')?.focus();
    };
    const offered = !this.#shown
      ? []
      : this.#shown === 'again'
        ? [button(Text.again, again, 'again')]
        : this.#asked
          ? [button(Text.keep, ask(false), 'keep'), button(Text.sure, cancel)]
          : [button(Text.cancel, ask(true))];
    this.#buttons.replaceChildren(...offered);
  }
}

function set(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
