import type { CallReport } from '../api/words';

/** How calls sounded, as sums: a reader divides. */
export interface Sounded {
  heard: number;
  poor: number;
  scored: number;
  mos_hundredths: number;
}

export interface SoundedGroup extends Sounded {
  key: string;
  name: string;
}

export type SoundedBy = 'agent' | 'number' | 'carrier';

const NAMES = ['heard', 'poor', 'scored', 'mos_hundredths'] as const;

/** The mean score, 1 to 5; null where none was measured. */
export function meanMos({ mos_hundredths, scored }: Sounded): number | null {
  return scored === 0 ? null : mos_hundredths / scored / 100;
}

export function poorShare({ poor, heard }: Sounded): number | null {
  return heard === 0 ? null : poor / heard;
}

/** The calls that were heard, under each agent, number of ours or carrier; the most calls first. `unknown` names what was not told. */
export function soundedBy(report: CallReport, by: SoundedBy, unknown: string): SoundedGroup[] {
  const named: { name: string | null; sums: Sounded }[] =
    by === 'agent'
      ? report.rows.map((row) => ({ name: row.agent_name, sums: row.figures }))
      : report.lines.map((line) => ({ name: by === 'number' ? line.our_number : carrierOf(line), sums: line }));
  const groups = new Map<string, SoundedGroup>();
  for (const { name, sums } of named) {
    if (sums.heard === 0) continue;
    const key = name ?? '';
    const have = groups.get(key) ?? { key, name: name ?? unknown, heard: 0, poor: 0, scored: 0, mos_hundredths: 0 };
    for (const one of NAMES) have[one] += sums[one];
    groups.set(key, have);
  }
  return [...groups.values()].sort((a, b) => b.heard - a.heard || a.name.localeCompare(b.name));
}

function carrierOf({ country, carrier }: CallReport['lines'][number]): string | null {
  return [country, carrier].filter((part) => part != null).join(' ') || null;
}
