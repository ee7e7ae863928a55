// Clocks on the screen count from the server's time: a laptop's own may be minutes off.
let offset_ms = 0;

/** Called with `now_ms` of each answer. Answers arrive late by their latency, so the earliest wins. */
export function noteServerTime(now_ms: number): void {
  const seen_ms = now_ms - Date.now();
  if (Math.abs(seen_ms - offset_ms) > 2000 || seen_ms > offset_ms) offset_ms = seen_ms;
}

export function serverNow(): number {
  return Date.now() + offset_ms;
}
