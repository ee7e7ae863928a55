const BASE_MS = 500;
const CAP_MS = 15_000;

/**
 * Wait before the nth try in a row: full jitter under a doubling cap, so that desks cut off together do not
 * come back together. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  return Math.round(random() * Math.min(CAP_MS, BASE_MS * 2 ** failures));
}
