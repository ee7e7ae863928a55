import type { Figures, ReportRow } from '../api/words';

/** Ratios are made here, from sums; null where there is nothing to divide by. */
export type Ratio = 'aht' | 'wait' | 'talk' | 'hold' | 'wrap_up' | 'service_level' | 'reached' | 'nps' | 'solved';

const RATIOS: Record<Ratio, (of: Figures) => readonly [number, number]> = {
  aht: (of) => [of.talk_ms + of.hold_ms + of.wrap_up_ms, of.handled],
  wait: (of) => [of.wait_ms, of.handled],
  talk: (of) => [of.talk_ms, of.handled],
  hold: (of) => [of.hold_ms, of.handled],
  wrap_up: (of) => [of.wrap_up_ms, of.handled],
  service_level: (of) => [of.within_promise, of.due],
  reached: (of) => [of.handled, of.handled + of.unanswered],
  nps: (of) => [of.promoters - of.detractors, of.surveyed],
  solved: (of) => [of.solved, of.solved + of.unsolved],
};

export const SHARES: ReadonlySet<Ratio> = new Set<Ratio>(['service_level', 'reached', 'solved']);

export function ratioOf(ratio: Ratio, figures: Figures): number | null {
  const [above, below] = RATIOS[ratio](figures);
  return below === 0 ? null : above / below;
}

export interface Group {
  key: string;
  name: string;
  figures: Figures;
}

/** Rows summed under a key, in the order the keys first come. */
export function grouped(rows: readonly ReportRow[], keyOf: (row: ReportRow) => { key: string; name: string }): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const { key, name } = keyOf(row);
    const have = groups.get(key);
    groups.set(key, { key, name, figures: have === undefined ? row.figures : sum(have.figures, row.figures) });
  }
  return [...groups.values()];
}

function sum(a: Figures, b: Figures): Figures {
  const names = Object.keys(a) as (keyof Figures)[];
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as unknown as Figures;
}
