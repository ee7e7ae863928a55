import type { Day, Problem, Span } from '../api';
import { h } from '../dom';
import { Text } from '../generated/customer';
import { clock, dateOf, day, daysFrom, sameDay } from './moment';
import type { Say } from './words';

const AHEAD_DAYS = 30;
const LOOK_DAYS = 7;

export interface Choosing {
  locale: string;
  say: Say;
  windows: (date: string) => Promise<Day>;
  take: (window: Span) => Promise<void>;
}

/** Another time: a day, and the windows of that day. It opens on the first day that has any. */
export function timePanel({ locale, say, windows, take }: Choosing): HTMLElement[] {
  const today = dateOf(Date.now());
  const last = daysFrom(today, AHEAD_DAYS);
  const said = h('p', {});
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const grid = h('div', { class: 'slots', role: 'radiogroup', 'aria-labelledby': 'which' });
  const heading = h('h3', { id: 'which' });
  const input = h('input', { id: 'day', type: 'date', min: today, max: last, required: true });
  const step = (days: number, label: Text, sign: string) =>
    h('button', { type: 'button', class: 'step', 'aria-label': say(label), click: () => move(daysFrom(input.value || today, days)) }, sign);
  const before = step(-1, Text.day_before, '‹');
  const after = step(1, Text.day_after, '›');
  const submit = h('button', { class: 'main' }, say(Text.take_time));
  let shown: Span[] = [];
  let asked = 0;

  const move = (date: string) => {
    if (date) void look(date, 1);
  };
  // An answer to an earlier question comes too late: the newest one counts.
  const look = async (date: string, days: number): Promise<void> => {
    const mine = ++asked;
    const begun = date;
    said.textContent = say(Text.looking);
    wrong.textContent = '';
    for (let left = days; ; date = daysFrom(date, 1)) {
      input.value = date;
      try {
        const found = await windows(date);
        if (mine !== asked) return;
        if (found.slots.length === 0 && --left > 0) continue;
        show(found);
      } catch (problem) {
        if (mine !== asked) return;
        input.value = begun;
        show(undefined, problem as Problem);
      }
      return;
    }
  };
  const show = (found: Day | undefined, problem?: Problem) => {
    const date = input.value;
    before.disabled = date <= today;
    after.disabled = date >= last;
    shown = found?.slots ?? [];
    heading.textContent = day(Date.parse(`${date}T12:00`), locale, 'long');
    said.textContent = found ? why(found, say) : (problem?.detail ?? say(Text.offline_first));
    const noon = Date.parse(`${date}T12:00`);
    grid.replaceChildren(...shown.map((one, at) => slot(one, at, noon, locale)));
    grid.hidden = submit.hidden = shown.length === 0;
  };
  const choose = async (event: Event) => {
    event.preventDefault();
    const picked = grid.querySelector<HTMLInputElement>('input:checked');
    const window = picked && shown[Number(picked.value)];
    if (!window) {
      wrong.textContent = say(Text.pick);
      grid.querySelector('input')?.focus();
      return;
    }
    submit.disabled = true;
    try {
      await take(window);
    } catch (problem) {
      await look(input.value, 1);
      wrong.textContent = (problem as Problem).detail ?? say(Text.offline_first);
    } finally {
      submit.disabled = false;
    }
  };

  input.addEventListener('change', () => move(input.value));
  grid.hidden = submit.hidden = true;
  void look(today, LOOK_DAYS);
  return [
    h(
      'form',
      { novalidate: true, submit: (event) => void choose(event) },
      h('label', { for: 'day' }, say(Text.day)),
      h('div', { class: 'days' }, before, input, after),
      h('div', { role: 'status' }, heading, said),
      grid,
      wrong,
      submit,
    ),
  ];
}

function why({ reason, holiday, message, slots }: Day, say: Say): string {
  const told = message ? [message] : [];
  if (reason === 'holiday') told.push(say(Text.holiday_closed, { name: holiday ?? '' }));
  else if (reason === 'weekend') told.push(say(Text.weekend));
  else if (reason === 'closed') told.push(say(Text.closed));
  else {
    if (holiday) told.push(say(Text.holiday, { name: holiday }));
    if (slots.length === 0) told.push(say(Text.full));
  }
  return told.join(' ');
}

/** Times are the reader's; where that makes it another day, the day is said. */
function slot(one: Span, at: number, noon: number, locale: string): HTMLElement {
  const begins = sameDay(one.from_ms, noon) ? clock(one.from_ms, locale) : `${day(one.from_ms, locale)} ${clock(one.from_ms, locale)}`;
  return h(
    'label',
    { class: 'slot' },
    h('input', { type: 'radio', name: 'slot', value: at }),
    h('span', {}, `${begins} – ${clock(one.until_ms, locale)}`),
  );
}
