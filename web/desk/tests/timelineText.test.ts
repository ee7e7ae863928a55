import { beforeAll, describe, expect, it } from 'vitest';

import { LOCALES, type TimelineItem } from '../src/api/words';
import { figuresOf, sentenceOf } from '../src/crm/timelineText';
import english from '../src/generated/messages.en.json';
import { activate, currentLocale, type Text } from '../src/i18n/i18n';
import { textNow } from './textNow';

const KINDS = [
  ...['requested', 'queued', 'claimed', 'returned', 'cancelled', 'completed', 'unanswered', 'deferred', 'moved', 'changed', 'merged', 'expired', 'refused', 'notified', 'offered', 'offer_ended', 'on_line', 'off_line', 'message_left'].map((name) => `callback.${name}`),
  ...['agent_joined', 'answered', 'agent_left', 'agent_returned', 'dialled', 'ringing', 'connected', 'held', 'resumed', 'party_asked', 'party_joined', 'party_left', 'customer_left', 'transferred', 'supervised', 'help_asked', 'help_over', 'ended', 'wrapped_up', 'phone_revealed', 'quality'].map((name) => `attempt.${name}`),
  ...['announced', 'started', 'paused', 'resumed', 'refused', 'stored', 'failed', 'played', 'held', 'released', 'deleted'].map((name) => `recording.${name}`),
  'survey.answered',
];
const item = (kind: string, more: Partial<TimelineItem> = {}): TimelineItem => ({ id: 'i1', kind, version: 1, at_ms: 0, ...more });
let t: Text;

describe.each(LOCALES)('the timeline in %s', (locale) => {
  beforeAll(async () => {
    await activate(locale);
    t = textNow();
    expect(currentLocale()).toBe(locale);
  });

  it.each(KINDS)('has a sentence for %s, whatever fields came', (kind) => {
    for (const facts of [{}, { agent_name: 'Ana', topic: 'payments', outcome: 'completed', ended_by: 'customer', disposition: 'solved', tier: 'urgent', notice: 'before_first' } as const]) {
      const sentence = sentenceOf(item(kind, facts), t);
      expect(sentence).not.toContain(kind);
      expect(sentence).not.toMatch(/[{}]|desk\.|undefined|null/);
    }
  });

  it('shows a kind it does not know by its name', () => {
    expect(sentenceOf(item('order.shipped'), t)).toContain('order.shipped');
  });

  it('shows how a call sounded, in the numbers of the language', () => {
    const shown = figuresOf(item('attempt.quality', { poor: true, mos_hundredths: 312, jitter_ms: 46, loss_permille: 65, hung_up: 'us' }), t).join(' · ');
    const comma = locale === 'en' ? '.' : ',';
    for (const part of [`3${comma}1`, '46', `6${comma}5`]) expect(shown).toContain(part);
    expect(sentenceOf(item('attempt.quality', { poor: true }), t)).not.toBe(sentenceOf(item('attempt.quality', { poor: false }), t));
  });

  it('tells a message that was left from a call', () => {
    for (const kind of ['recording.stored', 'recording.played', 'callback.requested']) {
      expect(sentenceOf(item(kind, { source: 'voicemail' }), t)).not.toBe(sentenceOf(item(kind), t));
    }
  });

  it('shows a score of nothing as nought, and whether it was solved only where that was said', () => {
    expect(sentenceOf(item('survey.answered', { score: 0, channel: 'voice' }), t)).toMatch(/\b0\b/);
    expect(figuresOf(item('survey.answered', { score: 0 }), t)).toEqual([]);
    const [yes, no] = [true, false].map((solved) => figuresOf(item('survey.answered', { score: 9, solved }), t).join());
    expect(yes).not.toBe(no);
  });

  it('shows how long each part took, and no hold that was none', () => {
    const shown = figuresOf(item('attempt.ended', { talk_ms: 252_000, hold_ms: 0, rang_ms: 6_000 }), t).join(' · ');
    expect(shown).toContain('4 min 12 s');
    expect(shown).toContain('6 s');
    expect(shown.split(' · ')).toHaveLength(2);
  });
});

it('knows every kind of the catalogue', () => {
  const written = Object.keys(english).filter((key) => key.startsWith('desk.timeline.kind.')).map((key) => key.replace('desk.timeline.kind.', ''));
  expect(written.sort()).toEqual([...KINDS].sort());
});
