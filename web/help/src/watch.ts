import { call, isOver, type Callback, type Problem } from './api';

const SOONEST_MS = 3000;
const LATEST_MS = 15000;

/**
 * Reads a callback again and again until it is over: every 3 s after something changed, ever slower up
 * to 15 s while nothing does, not at all while the page is hidden. Returns what stops it.
 */
export function watch(
  url: string,
  locale: string,
  token: string,
  seen: (callback: Callback) => void,
  failed: (problem: Problem) => void,
): () => void {
  let wait = SOONEST_MS;
  let last = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const over = () => stopped;
  let asking = false;

  const stop = () => {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', wake);
    removeEventListener('online', wake);
  };
  const look = async () => {
    if (asking) return;
    asking = true;
    try {
      const callback = await call<Callback>('GET', url, locale, token);
      if (over()) return;
      const now = `${callback.status}${callback.position}`;
      wait = now === last ? Math.min(wait * 1.5, LATEST_MS) : SOONEST_MS;
      last = now;
      if (isOver(callback.status)) stop();
      seen(callback);
    } catch (error) {
      if (over()) return;
      const problem = error as Problem;
      wait = LATEST_MS;
      // What an answer says for good (expired, unknown) is not asked again.
      if (/^(token|not_found)/.test(problem.code)) stop();
      failed(problem);
    } finally {
      asking = false;
    }
    if (!over() && !document.hidden) timer = setTimeout(() => void look(), wait);
  };
  const wake = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(() => void look());
  };

  document.addEventListener('visibilitychange', wake);
  addEventListener('online', wake);
  wake();
  return stop;
}
