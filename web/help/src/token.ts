import { call, type Problem } from './api';

/** What the browser reads of a token; only the API decides whether it is true. */
export interface Claims {
  country?: string;
  locale?: string;
  order?: { id: string; title?: string };
  cb?: string;
}

/** The payload of a JWT, or nothing when it is not one. */
export function claims(token: string | null): Claims {
  try {
    const bytes = atob((token ?? '').split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/'));
    const text = new TextDecoder().decode(Uint8Array.from(bytes, (one) => one.charCodeAt(0)));
    return (JSON.parse(text) as Claims | null) ?? {};
  } catch {
    return {};
  }
}

/**
 * Does `work` with the portal's token. With `token-url` the portal's backend is asked for a fresh one,
 * naming the order, and once more when the API finds it expired.
 */
export async function withToken<Answer>(
  element: Element,
  order: string | null,
  work: (token: string) => Promise<Answer>,
): Promise<Answer> {
  const url = element.getAttribute('token-url');
  const data = JSON.parse(element.getAttribute('token-data') ?? '{}') as object;
  const token = async () =>
    url ? (await call<{ token: string }>('POST', url, '', undefined, { ...data, order })).token : (element.getAttribute('token') ?? '');
  try {
    return await work(await token());
  } catch (error) {
    if (!url || (error as Problem).code !== 'token_expired') throw error;
    return work(await token());
  }
}
