import type { Waiting } from '../api/words';
import type { Text } from '../i18n/i18n';

const TIMED = ['window', 'retry', 'quiet_hours'] as const;

/** Why a callback is where it is. */
export function reasonOf({ status, why }: Waiting, t: Text): string {
  if (status !== 'received') return t(`desk.manage.why.waiting.${why}`);
  const timed = TIMED.find((name) => name === why);
  return t(`desk.manage.why.later.${timed ?? 'joining'}`);
}

/** What else has a part in it, as short phrases. */
export function remarksOf(item: Waiting, laneClosed: boolean, time: (at_ms: number) => string, t: Text): string[] {
  const { kept_for, kept_until_ms, offered_until_ms, tier_from, tries } = item;
  return [
    ...(laneClosed && item.status === 'queued' ? [t('desk.manage.why.lane_closed')] : []),
    ...(kept_for === null || kept_until_ms === null ? [] : [t(`desk.manage.why.kept.${kept_for}`, { time: time(kept_until_ms) })]),
    ...(offered_until_ms === null ? [] : [t('desk.manage.why.offered', { time: time(offered_until_ms) })]),
    ...(tier_from === null ? [] : [t('desk.manage.why.tier_from', { tier: t(`desk.tier.${tier_from}`) })]),
    ...(tries === 0 ? [] : [t('desk.manage.why.tries', { n: tries })]),
  ];
}

export const SOON_MS = 600_000;

/** `late` once a promise is broken, `soon` shortly before. */
export function promiseOf(promised_until_ms: number, now_ms: number): 'late' | 'soon' | 'kept' {
  if (promised_until_ms <= now_ms) return 'late';
  return promised_until_ms - now_ms < SOON_MS ? 'soon' : 'kept';
}

/** Whether the server would merge the two. */
export function alike(one: Waiting, other: Waiting): boolean {
  return one.customer_id === other.customer_id || one.phone_masked === other.phone_masked;
}

/** An agent has it, or it is over. */
export function changeable({ status }: Waiting): boolean {
  return status === 'received' || status === 'queued';
}
