import type { components } from './types/issuer';

type ProblemBody = components['schemas']['Problem'];

/** Fields that a problem without `errors` is really about. */
const FIELD_OF_KIND: Record<string, { field: string; message: string }> = {
  'email-taken': { field: 'email', message: 'belongs to another user' },
  'slug-taken': { field: 'slug', message: 'belongs to another provider' },
  'issuer-taken': { field: 'issuer', message: 'belongs to another provider' },
  'invalid-setup-token': { field: 'token', message: 'is not valid, or there is an admin already' },
};

/** What went wrong with a request, in the words of the server (RFC 9457) or ours where it had none. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    /** 0 when there was no answer at all. */
    readonly status: number,
    /** The last part of `urn:paseport:problem:<name>`. */
    readonly kind: string,
    message: string,
    /** What is wrong with each field, to be read after the field's label. */
    readonly fields: Record<string, string> = {},
    /** Seconds to wait before trying again. */
    readonly retryAfter: number | null = null,
    readonly requestId: string | null = null,
  ) {
    super(message);
  }

  /** Whether nothing was decided, so that the same request may succeed later. */
  get isPassing(): boolean {
    return this.status === 0 || isAway(this.status);
  }

  static unreachable(): Problem {
    return new Problem(0, 'unreachable', 'Paseport can’t be reached. Check your connection.');
  }

  /** For whoever was told that it can’t be reached. */
  static back(): Problem {
    return new Problem(0, 'unreachable', 'Paseport answers again. Please try once more.');
  }

  static of(response: Response, body: unknown): Problem {
    const problem = isProblemBody(body) ? body : null;
    const kind = problem?.type.split(':').at(-1) ?? 'unknown';
    const message = problem?.detail ?? problem?.title ?? `The server answered ${response.status}.`;
    return new Problem(
      response.status,
      kind,
      message,
      fieldsOf(kind, problem),
      secondsOf(response.headers.get('retry-after')),
      problem?.instance ?? response.headers.get('x-request-id'),
    );
  }
}

/** Statuses of a server, or of a proxy before it, that can't answer at the moment. */
export function isAway(status: number): boolean {
  return status === 502 || status === 503 || status === 504;
}

function isProblemBody(body: unknown): body is ProblemBody {
  return typeof body === 'object' && body !== null && 'type' in body && typeof body.type === 'string';
}

function fieldsOf(kind: string, problem: ProblemBody | null): Record<string, string> {
  const known = FIELD_OF_KIND[kind];
  if (known) return { [known.field]: known.message };
  return Object.fromEntries((problem?.errors ?? []).map(({ field, message }) => [field, message]));
}

function secondsOf(retryAfter: string | null): number | null {
  const seconds = Number(retryAfter);
  return retryAfter !== null && Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null;
}
