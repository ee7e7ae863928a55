import type { LineFault } from './line';

/** One second of the SDK's measuring. rtt and jitter in ms, loss in percent, null where it could not be measured. */
export interface Sample {
  mos: number | null;
  rtt: number;
  jitter: number;
  packetsLostFraction: number;
}

/** What is worth saying of a connection, the worst first. */
export type Connection = 'good' | 'nothing' | 'lossy' | 'unsteady' | 'slow' | 'poor' | LineFault;

const LOSS_PERCENT = 3;
const JITTER_MS = 30;
const RTT_MS = 400;
const POOR_MOS = 3.5;
/** The first second measures how the call was set up. */
const SKIPPED = 1;

export function connectionOf(samples: readonly Sample[]): Connection {
  const measured = samples.slice(SKIPPED);
  const scored = measured.flatMap(({ mos }) => (mos === null ? [] : [mos]));
  if (measured.length === 0) return 'nothing';
  if (mean(measured.map((one) => one.packetsLostFraction)) > LOSS_PERCENT) return 'lossy';
  if (mean(measured.map((one) => one.jitter)) > JITTER_MS) return 'unsteady';
  if (mean(measured.map((one) => one.rtt)) > RTT_MS) return 'slow';
  return scored.length > 0 && mean(scored) < POOR_MOS ? 'poor' : 'good';
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
