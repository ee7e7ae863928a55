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
  window: { from_ms: number; until_ms: number };
  cancellable: boolean;
  requested_at_ms: number;
  now_ms: number;
}

export interface Created {
  callback: Callback;
  link: string;
  token: string;
  existing: boolean;
}

/** A refusal of the API (problem+json, `detail` in the language asked for), or "network": no answer. */
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
  const response = await fetch(url, init).catch(refuse('network'));
  const answer = (await response.json().catch(refuse(response.ok ? 'network' : 'busy'))) as Answer & Problem;
  if (response.ok) return answer;
  throw answer.code ? answer : { code: 'busy' };
}

// A Problem is thrown as it came: it is data, and nobody reads its stack.
const refuse = (code: string) => (): never => {
  // eslint-disable-next-line @typescript-eslint/only-throw-error
  throw { code } satisfies Problem;
};
