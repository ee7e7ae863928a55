export type Status =
  | 'received'
  | 'queued'
  | 'claimed'
  | 'dialling'
  | 'connected'
  | 'completed'
  | 'unanswered'
  | 'cancelled'
  | 'expired'
  | 'refused';

/** From when until when, UTC milliseconds. */
export interface Span {
  from_ms: number;
  until_ms: number;
}

/** A day of the site that calls: the windows to choose from, and why a day has none. */
export interface Day {
  date: string;
  open: Span[];
  reason: 'open' | 'weekend' | 'holiday' | 'closed';
  holiday: string | null;
  message: string | null;
  slots: Span[];
}

/** The parts of the API's CallbackView that its customer is shown; times in UTC milliseconds. */
export interface Callback {
  id: string;
  status: Status;
  question: string;
  topic: string;
  order_id: string | null;
  phone_masked: string;
  locale: string;
  position: number | null;
  position_exact: boolean;
  estimate: { wait_ms: number; low_ms: number; high_ms: number } | null;
  opens_at_ms: number | null;
  window: Span;
  chosen_window: boolean;
  why: string;
  next_attempt_at_ms: number | null;
  lane_state: 'open' | 'draining' | 'closed';
  lane_message: string | null;
  ending: { headline: string; detail: string } | null;
  cancellable: boolean;
  changeable: boolean;
  requested_at_ms: number;
  now_ms: number;
}

export interface Created {
  callback: Callback;
  link: string;
  token: string;
  existing: boolean;
}

/** A refusal of the API (problem+json, `detail` in the language asked for), or "network": no answer to read. */
export interface Problem {
  code: string;
  detail?: string;
  fields?: { name: string; code: string }[];
}

export const isOver = (status: Status) => /^(completed|unanswered|cancelled|expired|refused)$/.test(status);

/** Calls the API; throws a Problem. */
export async function call<Answer>(
  method: string,
  url: string,
  locale: string,
  token?: string,
  body?: object,
): Promise<Answer> {
  const headers: Record<string, string> = { 'accept-language': locale };
  if (token) headers.authorization = `Bearer ${token}`;
  const init: RequestInit = { method, headers, cache: 'no-store', signal: AbortSignal.timeout(20_000) };
  if (body) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  const response = await fetch(url, init).catch(unanswered);
  const answer = (await response.json().catch(unanswered)) as Answer & Problem;
  if (response.ok) return answer;
  // A gateway in between answers in words of its own: for a person that is no answer.
  // eslint-disable-next-line @typescript-eslint/only-throw-error
  throw answer.code ? answer : NETWORK;
}

// A Problem is thrown as it came: it is data, and nobody reads its stack.
const NETWORK: Problem = { code: 'network' };
const unanswered = (): never => {
  // eslint-disable-next-line @typescript-eslint/only-throw-error
  throw NETWORK;
};
