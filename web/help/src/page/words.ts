import type { Callback, Status } from '../api';
import { Text } from '../generated/customer';
import type { Values } from '../messages';
import { clock, day, lengths, moment, sameDay } from './moment';

export type Say = (text: Text, values?: Values) => string;

/** What the page says of a callback: the headline, the figure below it, what to know besides. */
export interface Words {
  headline: string;
  figure?: string | undefined;
  details: string[];
}

type Waiting = 'received' | 'queued';
const WORDS: Record<Exclude<Status, Waiting>, [Text, Text]> = {
  claimed: [Text.calling, Text.calling_detail],
  dialling: [Text.calling, Text.calling_detail],
  connected: [Text.connected, Text.connected_detail],
  completed: [Text.completed, Text.completed_detail],
  unanswered: [Text.unanswered, Text.unanswered_detail],
  cancelled: [Text.cancelled, Text.cancelled_detail],
  expired: [Text.expired, Text.expired_detail],
  refused: [Text.refused, Text.refused_detail],
};

/** How a callback stands, in words. */
export function words(callback: Callback, locale: string, say: Say): Words {
  const phone = callback.phone_masked.replaceAll(' ', '\u00a0');
  const { status, why, ending, next_attempt_at_ms: next } = callback;
  if (status !== 'received' && status !== 'queued') {
    if (ending) return { headline: ending.headline, details: [ending.detail] };
    const [headline, detail] = WORDS[status];
    return { headline: say(headline), details: [say(detail, { phone })] };
  }
  const paused = pause(callback, say);
  const ready = say(Text.ready, { phone });
  if (next !== null && why === 'retry') {
    const figure = say(Text.again, moment(next, locale));
    return { headline: say(Text.retry), figure, details: [...paused, say(Text.again_detail, { phone })] };
  }
  if (next !== null && why === 'quiet_hours') {
    const figure = say(Text.quiet_again, moment(next, locale));
    return { headline: say(Text.quiet), figure, details: [...paused, say(Text.quiet_detail)] };
  }
  if (next !== null) {
    return { headline: say(Text.chosen), figure: span(callback, locale, say), details: [...paused, ready] };
  }
  const headline = ahead(callback, say);
  if (callback.lane_state === 'closed') return { headline, details: [...paused, ready] };
  const late = callback.window.until_ms < callback.now_ms;
  const promised = late ? say(Text.late) : promise(callback, locale, say);
  const wait = estimate(callback, locale, say);
  const opens = callback.opens_at_ms;
  if (opens !== null) {
    return { headline, figure: say(Text.opens, moment(opens, locale)), details: [...paused, promised, ready] };
  }
  if (wait || late) return { headline, figure: wait, details: [...paused, promised, ready] };
  return { headline, figure: promised, details: [...paused, ready] };
}

function ahead({ position, position_exact }: Callback, say: Say): string {
  if (position === null) return say(Text.received);
  return say(position_exact || position === 1 ? Text.ahead : Text.about_ahead, { n: position - 1 });
}

function estimate({ estimate: told }: Callback, locale: string, say: Say): string | undefined {
  if (!told) return undefined;
  const said = lengths(told.wait_ms, told.low_ms, told.high_ms, locale);
  if (said.low === '0') return say(said.high === '1' ? Text.wait_only : Text.wait_up_to, said);
  return say(said.low === said.high ? Text.wait_only : Text.wait, said);
}

function promise(callback: Callback, locale: string, say: Say): string {
  const { chosen_window, window } = callback;
  return chosen_window ? span(callback, locale, say) : say(Text.promise, moment(window.until_ms, locale));
}

function span({ window, now_ms }: Callback, locale: string, say: Say): string {
  const said = { from: clock(window.from_ms, locale), until: clock(window.until_ms, locale) };
  if (sameDay(window.from_ms, now_ms)) return say(Text.window, said);
  return say(Text.window_on, { ...said, day: day(window.from_ms, locale, 'long') });
}

function pause({ lane_state, lane_message }: Callback, say: Say): string[] {
  if (lane_message) return [lane_message];
  return lane_state === 'closed' ? [say(Text.paused)] : [];
}
