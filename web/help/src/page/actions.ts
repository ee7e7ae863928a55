import type { Callback, Day, Span } from '../api';
import { h } from '../dom';
import { Text } from '../generated/customer';
import { countryOf, onlyDigits } from '../phone';
import { phonePanel } from './phone';
import { timePanel } from './time';
import type { Say } from './words';

/** What the page does for its reader; each throws a Problem. */
export interface Deeds {
  locale: () => string;
  say: Say;
  windows: (date: string) => Promise<Day>;
  change: (wanted: { window?: Span | null; phone?: string }) => Promise<void>;
  cancel: () => void;
  soonest: () => void;
}

type Panel = 'cancel' | 'time' | 'phone';
const FIRST: Record<Panel, string> = { cancel: '#keep', time: 'h2', phone: '#phone' };

/** What can be done while nobody has the callback. One panel is open at a time, and stays as it is while the
 * page is brought up to date around it. */
export class Actions {
  readonly root = h('div', { class: 'actions' });
  #offered = '';

  constructor(readonly deeds: Deeds) {}

  /** Offers what the callback allows now; without one, nothing. */
  show(callback?: Callback): void {
    const { changeable = false, chosen_window = false, phone_masked = '' } = callback ?? {};
    const offered = changeable ? `${chosen_window}${this.deeds.locale()}` : '';
    if (offered === this.#offered) return;
    this.#offered = offered;
    const lost = this.root.contains(document.activeElement);
    if (changeable) this.#draw(undefined, chosen_window, phone_masked);
    else this.root.replaceChildren();
    if (lost) document.querySelector<HTMLElement>('h1')?.focus();
  }

  #draw(panel: Panel | undefined, chosen: boolean, phone: string): void {
    const { say, locale, windows, change, cancel, soonest } = this.deeds;
    const back = (to: string) => () => {
      this.#draw(undefined, chosen, phone);
      document.getElementById(to)?.focus();
    };
    const open = (name: Panel) => () => {
      this.#draw(name, chosen, phone);
      this.root.querySelector<HTMLElement>(FIRST[name])?.focus();
    };
    const titled = (title: Text, from: string, parts: HTMLElement[]) =>
      h(
        'section',
        { class: 'panel', 'aria-labelledby': 'panel' },
        h('h2', { id: 'panel', tabindex: -1 }, say(title)),
        ...parts,
        button('back', say(Text.back), back(from)),
      );

    if (panel === 'time') {
      const parts = timePanel({ locale: locale(), say, windows, take: (window) => change({ window }) });
      this.root.replaceChildren(titled(Text.another_time, 'time', parts));
    } else if (panel === 'phone') {
      const country = countryOf(onlyDigits(phone)) ?? '';
      const parts = phonePanel({ locale: locale(), country, say, take: (phone) => change({ phone }) });
      this.root.replaceChildren(titled(Text.another_number, 'number', parts));
    } else if (panel === 'cancel') {
      const sure = h(
        'div',
        { class: 'sure', role: 'group', 'aria-labelledby': 'sure' },
        h('p', { id: 'sure' }, say(Text.sure)),
        button('keep', say(Text.no), back('cancel')),
        button('yes', say(Text.yes), cancel, 'bad'),
      );
      this.root.replaceChildren(sure);
    } else {
      this.root.replaceChildren(
        ...(chosen ? [button('soonest', say(Text.soonest), soonest)] : []),
        button('time', say(Text.another_time), open('time')),
        button('number', say(Text.another_number), open('phone')),
        button('cancel', say(Text.cancel), open('cancel'), 'bad'),
      );
    }
  }
}

const button = (id: string, label: string, click: () => void, looks = '') =>
  h('button', { id, type: 'button', class: looks, click }, label);
