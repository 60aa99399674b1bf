import type { z } from 'zod';
import type * as replies from './replies.ts';

/**
 * Until when somebody has Do Not Disturb on at a moment, by what Slack says of it (https://docs.slack.dev/reference/methods/dnd.info): seconds since 1970, of the span that runs or
 * comes next. Undefined when they have not.
 */
export function quietUntil(said: z.output<typeof replies.doNotDisturb>, at: Date): Date | undefined {
  const now = at.getTime() / 1_000;
  const spans: [from: number | undefined, to: number | undefined][] = [
    ...(said.dnd_enabled ? [[said.next_dnd_start_ts, said.next_dnd_end_ts] as [number | undefined, number | undefined]] : []),
    ...(said.snooze_enabled === true ? [[0, said.snooze_endtime] as [number, number | undefined]] : []),
  ];
  const ends = spans.flatMap(([from, to]) => (from !== undefined && to !== undefined && from <= now && now < to ? [to] : []));
  return ends.length === 0 ? undefined : new Date(Math.max(...ends) * 1_000);
}
