import type { TimelineItem, Topic } from '../api/words';
import { TOPICS } from '../api/words';
import { decimal, span } from '../i18n/format';
import { currentLocale, isMessage, type Text } from '../i18n/i18n';
import type { IconName } from '../ui/Icon';

/** The sentence of an item. A kind of a newer server is shown by its name rather than hidden. */
export function sentenceOf(item: TimelineItem, t: Text): string {
  const who = item.agent_name ?? t('desk.timeline.someone');
  const key = `desk.timeline.kind.${item.kind}`;
  if (!isMessage(key)) return t('desk.timeline.unknown', { kind: item.kind });
  return t(key, {
    agent: who,
    topic: topicName(item.topic, t),
    ended_by: item.ended_by ?? 'none',
    outcome: item.outcome ?? 'none',
    disposition: item.disposition ?? 'none',
    tier: item.tier ?? 'none',
    notice: item.notice ?? 'none',
    reason: item.reason ?? 'none',
    party: item.party_name ?? t('desk.timeline.someone'),
    party_kind: item.party_kind ?? 'none',
    poor: item.poor === true ? 'yes' : 'no',
  });
}

/** The figures of an item, as short phrases. */
export function figuresOf(item: TimelineItem, t: Text): string[] {
  const of = (ms: number | null | undefined, say: (time: string) => string) => (ms == null ? [] : [say(span(ms))]);
  return [
    ...of(item.waited_ms, (time) => t('desk.timeline.waited', { time })),
    ...of(item.rang_ms, (time) => t('desk.timeline.rang', { time })),
    ...of(item.talk_ms, (time) => t('desk.timeline.talked', { time })),
    ...of((item.hold_ms ?? 0) < 1000 ? null : item.hold_ms, (time) => t('desk.timeline.held', { time })),
    ...of(item.wrap_up_ms, (time) => t('desk.timeline.wrapped_up', { time })),
    ...(item.mos_hundredths == null ? [] : [t('desk.timeline.mos', { mos: decimal(item.mos_hundredths / 100, currentLocale(), 1) })]),
    ...(item.jitter_ms == null ? [] : [t('desk.timeline.jitter', { n: item.jitter_ms })]),
    ...(item.loss_permille == null ? [] : [t('desk.timeline.loss', { n: decimal(item.loss_permille / 10, currentLocale(), 1) })]),
    ...(item.rtt_ms == null ? [] : [t('desk.timeline.rtt', { n: item.rtt_ms })]),
    ...(item.hung_up == null ? [] : [t('desk.timeline.hung_up', { who: item.hung_up })]),
    ...(item.phone_masked == null ? [] : [item.phone_masked]),
    ...(item.order_id == null ? [] : [t('desk.timeline.order', { id: item.order_id })]),
  ];
}

const ICONS: Record<string, IconName> = {
  'callback.requested': 'person',
  'callback.queued': 'queue',
  'callback.claimed': 'check',
  'callback.returned': 'returned',
  'callback.cancelled': 'cross',
  'callback.completed': 'check',
  'callback.unanswered': 'cross',
  'callback.deferred': 'clock',
  'callback.moved': 'queue',
  'callback.changed': 'clock',
  'callback.merged': 'link',
  'callback.expired': 'clock',
  'callback.offered': 'phone',
  'callback.offer_ended': 'returned',
  'callback.refused': 'cross',
  'callback.notified': 'note',
  'attempt.agent_joined': 'link',
  'attempt.dialled': 'phone',
  'attempt.ringing': 'phone',
  'attempt.connected': 'phone',
  'attempt.held': 'pause',
  'attempt.resumed': 'play',
  'attempt.party_asked': 'phone',
  'attempt.party_joined': 'person',
  'attempt.party_left': 'returned',
  'attempt.customer_left': 'returned',
  'attempt.transferred': 'link',
  'attempt.ended': 'end',
  'attempt.wrapped_up': 'note',
  'attempt.agent_left': 'alert',
  'attempt.agent_returned': 'link',
  'attempt.phone_revealed': 'eye',
  'attempt.quality': 'chart',
};

export function iconOf(kind: string): IconName {
  return ICONS[kind] ?? 'dot';
}

function topicName(topic: string | null | undefined, t: Text): string {
  const known: Topic | undefined = TOPICS.find((name) => name === topic);
  return known === undefined ? '—' : t(`desk.topic.${known}`);
}
