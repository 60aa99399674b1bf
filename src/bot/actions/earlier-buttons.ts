import { z } from 'zod';
import type { Sent } from '../../commands/run-command.ts';
import { incidentNumber } from './sent-values.ts';

/**
 * Messages that earlier releases posted keep their buttons, for as long as they stand in a channel. Each of these had an id of its own and a value of its own; what it asks for
 * today stands here, and nothing is added any more: newer buttons say themselves which command they ask for.
 */

type Old = Record<string, unknown>;

/** What a button of this id asks for, from its value and the parts of its id. The command's own schema reads the arguments. */
const EARLIER: readonly (readonly [id: RegExp, asks: (old: Old, ...parts: readonly string[]) => Omit<Sent, 'incident'>])[] = [
  [/^incident\.assign$/, () => ({ command: 'assign', args: { role: 'commander', seen: 'nobody' } })],
  [/^incident\.roles$/, () => ({ command: 'assign' })],
  [/^incident\.open$/, () => ({ command: 'open' })],
  [/^incident\.move\.(mitigated|resolve|close|cancel|reopen)$/, (_, move = '') => ({ command: move })],
  [/^incident\.retry$/, () => ({ command: 'retry' })],
  [/^incident\.escalate$/, ({ step }) => ({ command: 'escalate', args: { seen: step } })],
  [/^incident\.list\.(?:previous|next)$/, ({ page, scope }) => ({ command: 'list', args: { page, scope } })],
  [/^page\.ack$/, ({ page }) => ({ command: 'page acknowledge', args: { page: numberIn(page) } })],
  [/^page\.pass-on$/, ({ page }) => ({ command: 'page pass-on', args: { page: numberIn(page) } })],
  // It was drawn only while nobody had named one.
  [/^diagnosis\.name$/, ({ cause }) => ({ command: 'diagnosis is', args: { cause, seen: 'nobody' } })],
  [/^update\.(now|skip)$/, ({ seen }, what = '') => ({ command: `update ${what}`, args: { seen } })],
  [/^retro\.(accept|propose)$/, (_, what = '') => ({ command: `retro ${what}` })],
  [/^retro\.move$/, ({ at, from }) => ({ command: 'retro move', args: { at, seen: from } })],
  [/^follow-up\.done\./, ({ row }) => ({ command: 'followups done', args: { row } })],
  // A row could be taken by its button only while nobody had it.
  [/^analysis\.take\./, ({ item }) => ({ command: 'analysis take', args: { item, seen: 'nobody' } })],
  [/^analysis\.tick\./, ({ item }) => ({ command: 'analysis done', args: { item, ask: true } })],
  [/^analysis\.run\./, ({ item }) => ({ command: 'analysis run', args: { item } })],
  [/^analysis\.accept\./, ({ item, seen }) => ({ command: 'analysis accept', args: { item, seen } })],
  [/^mitigation\.open\./, ({ name }) => ({ command: 'mitigate', args: { name } })],
  [/^mitigation\.done\./, ({ name }) => ({ command: 'mitigate done', args: { name } })],
  [/^mitigation\.(approve|refuse|stop|undo|keep)\./, ({ run }, what = '') => ({ command: `mitigate ${what}`, args: { run } })],
];

const oldValue = z.looseObject({ incident: incidentNumber.optional() });

export function isEarlier(actionId: string): boolean {
  return EARLIER.some(([id]) => id.test(actionId));
}

/** What such a button asks for; undefined when its value is none of those that they had. */
export function earlierButton(actionId: string, value: unknown): Sent | undefined {
  const old = oldValue.safeParse(value).data;
  const [id, asks] = EARLIER.find(([known]) => known.test(actionId)) ?? [];
  if (!old || !id || !asks) return undefined;
  const { incident, ...rest } = old;
  return { ...asks(rest, ...(id.exec(actionId) ?? []).slice(1)), incident };
}

/** Numbers of pages were written as text. */
function numberIn(text: unknown): unknown {
  return typeof text === 'string' && /^\d{1,10}$/.test(text) ? Number(text) : text;
}
