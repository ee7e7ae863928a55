import createClient, { type Client } from 'openapi-fetch';

import { asProblem, problemFrom } from './problem';
import type { paths } from './types';

/** Who signs the requests. `renew` answers false when only a person can sign in again. */
export interface Bearer {
  token(): Promise<string | null>;
  renew(): Promise<boolean>;
}

let client: Client<paths> | null = null;

export function startApi(baseUrl: string, bearer: Bearer, locale: () => string): void {
  client = createClient<paths>({
    baseUrl,
    fetch: async (request) => {
      const first = await send(request.clone(), bearer, locale());
      if (first.status !== 401 || !(await bearer.renew())) return first;
      return send(request, bearer, locale());
    },
  });
}

async function send(request: Request, bearer: Bearer, locale: string): Promise<Response> {
  const token = await bearer.token();
  if (token !== null) request.headers.set('Authorization', `Bearer ${token}`);
  request.headers.set('Accept-Language', locale);
  return fetch(request);
}

export function api(): Client<paths> {
  if (client === null) throw new Error('startApi comes first');
  return client;
}

/** The data of an answer; throws Problem for everything else. */
export async function dataOf<T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await asked.catch((cause: unknown) => {
    throw asProblem(cause);
  });
  if (data === undefined) throw problemFrom(response.status, error);
  return data;
}
