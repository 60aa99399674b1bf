import type { World } from '../world.ts';

/** One call of the bot to a vendor. */
export interface LoggedCall {
  vendor: 'Slack' | 'Zoom';
  name: string;
  /** Milliseconds since 1970, of the wall clock. */
  at: number;
  /** Whole milliseconds until it was answered; absent while it is not. */
  tookMs?: number;
  /** `ok`, `pending`, `reply-lost` when it was done all the same, or the vendor's own word for how it ended. */
  outcome: string;
  ok: boolean;
  /** Enough of its arguments to tell it from others. */
  about: string;
}

const SHOWN = 80;

/** The last calls to Slack and Zoom, newest first. */
export function lastCalls({ slack, zoom }: World): LoggedCall[] {
  const toSlack = slack.calls.slice(-SHOWN).map(
    ({ method, at, tookMs, ok, error, applied, status, args }): LoggedCall => ({
      vendor: 'Slack',
      name: method,
      at,
      tookMs: Math.round(tookMs),
      outcome: ok ? 'ok' : applied ? 'reply-lost' : (error ?? `HTTP ${status}`),
      ok,
      about: aboutSlack(args, slack.channels()),
    }),
  );
  const toZoom = zoom.calls.slice(-SHOWN).map(({ name, at, tookMs, status, applied, args }): LoggedCall => {
    const ok = typeof status === 'number' && status < 300;
    return {
      vendor: 'Zoom',
      name,
      at,
      ...(tookMs !== undefined && { tookMs: Math.round(tookMs) }),
      outcome: status === 'pending' ? 'pending' : ok ? 'ok' : applied ? 'reply-lost' : `${status}`,
      ok: ok || status === 'pending',
      about: typeof args.topic === 'string' ? args.topic : '',
    };
  });
  return [...toSlack, ...toZoom].sort((a, b) => b.at - a.at).slice(0, SHOWN);
}

function aboutSlack(args: Record<string, unknown>, channels: readonly { id: string; name: string }[]): string {
  const id = typeof args.channel === 'string' ? args.channel : '';
  const place = channels.find((channel) => channel.id === id)?.name;
  const where = place === undefined ? id : `#${place}`;
  const name = typeof args.name === 'string' ? args.name : '';
  return [where, name].filter(Boolean).join(' ');
}
