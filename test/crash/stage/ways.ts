import type { Fault } from '../../../sandbox/faults.ts';

/** What can happen to a call of the path. The kills end the process at a named point; the faults are shown by the stand-in. */
export type Way =
  | { name: string; kill: 'before' | 'after' | 'recorded' }
  | { name: string; fault: Fault; timeouts?: { slackTimeoutMs: number; zoomTimeoutMs: number } };

/** Long enough that a busy machine is not taken for silence, short enough not to be waited for. */
const SILENCE_MS = 1_000;

export const WAYS: readonly Way[] = [
  { name: 'kill before', kill: 'before' },
  { name: 'kill after', kill: 'after' },
  { name: 'kill recorded', kill: 'recorded' },
  { name: '503, applied', fault: { kind: 'lost-reply', status: 503 } },
  { name: 'cut, applied', fault: { kind: 'cut-after' } },
  { name: '429', fault: { kind: 'rate-limit', retryAfterSeconds: 1 } },
  { name: 'no answer', fault: { kind: 'hang' }, timeouts: { slackTimeoutMs: SILENCE_MS, zoomTimeoutMs: SILENCE_MS } },
];
