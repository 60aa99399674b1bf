import type { StandInReply } from '../stand-in-server.ts';

/** A refusal in Zoom's own form (https://developers.zoom.us/docs/api/errors/). */
export class ZoomError extends Error {
  override readonly name = 'ZoomError';
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    readonly errors?: { field: string; message: string }[],
  ) {
    super(message);
  }

  reply(): StandInReply {
    return { status: this.status, body: { code: this.code, message: this.message, ...(this.errors ? { errors: this.errors } : {}) } };
  }
}

/** The HTTP status that goes with a code of Zoom's, for injected refusals. */
const STATUS: Record<string, number> = {
  '124': 401,
  '1001': 404,
  '1010': 400,
  '1120': 404,
  '3001': 404,
  '3161': 400,
  '4711': 400,
  '429': 429,
};
const WORDS: Record<string, string> = {
  '124': 'Invalid access token.',
  '3161': 'Your user account is not allowed meeting hosting and scheduling capabilities.',
  '4711': 'Invalid access token, does not contain scopes:[meeting:write:meeting:admin].',
};

/** Zoom's wording of a refusal that a test or the sandbox asked for. A code that is a word is one of the token endpoint's. */
export function refusal(fault: { kind: 'http'; status: number } | { kind: 'error'; code: string } | { kind: 'rate-limit' }): StandInReply {
  if (fault.kind === 'rate-limit') {
    return {
      status: 429,
      body: { code: 429, message: 'You have reached the maximum per-second rate limit for this API. Try again later.' },
    };
  }
  if (fault.kind === 'http') return { status: fault.status, body: { code: fault.status, message: 'Injected by the sandbox.' } };
  if (!/^\d+$/.test(fault.code)) return { status: 400, body: { reason: 'Injected by the sandbox.', error: fault.code } };
  return {
    status: STATUS[fault.code] ?? 400,
    body: { code: Number(fault.code), message: WORDS[fault.code] ?? 'Injected by the sandbox.' },
  };
}
