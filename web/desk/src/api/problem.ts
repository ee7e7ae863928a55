import type { components } from './types';

type ProblemBody = components['schemas']['Problem'];

/**
 * What went wrong, with the stable code of RFC 9457 answers (`offline` when no answer came).
 * `detail` is the API's own sentence, for codes the catalogue does not know.
 */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly correlationId: string | null;
  readonly detail: string | null;
  /** The reason by the field at fault. */
  readonly fields: ReadonlyMap<string, string>;

  constructor(code: string, status = 0, body: Partial<ProblemBody> = {}) {
    super(code);
    this.name = 'Problem';
    this.code = code;
    this.status = status;
    this.correlationId = body.correlation_id ?? null;
    this.detail = body.detail ?? null;
    this.fields = new Map(body.fields?.map(({ name, code }) => [name, code]));
  }

  /** Asking again unchanged may succeed. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export function problemFrom(status: number, body: unknown): Problem {
  const fields = typeof body === 'object' && body !== null ? (body as Partial<ProblemBody>) : {};
  return new Problem(fields.code ?? (status === 401 ? 'unauthorized' : 'unexpected'), status, fields);
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(error instanceof TypeError ? 'offline' : 'unexpected');
}
