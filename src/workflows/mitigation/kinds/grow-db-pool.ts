import { z } from 'zod';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
import { worded } from '../../../languages/worded.ts';
import type { PlanRequest } from './mitigation.ts';
import { presentValue } from './present-value.ts';
import { offeredNumber } from './scale.ts';
import { chosenNumber, numberIn, numberParameter, type TurnRequest, turnDials } from './turn-dials.ts';

const settings = z.strictObject({
  /** What is offered: so many times as large as now. */
  factor: z.number().gt(1).default(1.5),
  /** Or so many connections more. */
  step: z.int().positive().optional(),
  /** What the database takes (`max_connections`), as a number or as a signal. */
  maxConnections: z.int().positive().optional(),
  maxConnectionsSignal: z.string().optional(),
  /** Which signal tells how many connections are open now. Without it the pools are taken to be all that there is. */
  connectionsSignal: z.string().optional(),
  /** How many instances have a pool of this size. */
  instances: z.int().positive().default(1),
  /** Connections that must stay free for others. */
  reserve: z.int().nonnegative().default(10),
});

type Settings = z.infer<typeof settings>;

/** I3: larger connection pools, as far as the database has room. Of several, `to` is the first one's size; the others grow in proportion. */
export const growDbPool = turnDials<Settings>({
  name: 'grow-db-pool',
  targets: ['http', 'kubernetes', 'redis', 'command'],
  settings,
  unit: worded(({ mitigationKinds }) => mitigationKinds.connections),
  label: worded(({ mitigationKinds }) => mitigationKinds.sizeOfTheDbPool),
  undo: worded(({ mitigationKinds }) => mitigationKinds.poolGetsItsPreviousSizeBack),
  parameters: ({ spec }) => [
    numberParameter(
      worded(({ mitigationKinds }) => mitigationKinds.connectionsInThePool),
      spec.limits,
    ),
  ],
  async turn(request) {
    const { chosen, settings: wanted, spec, index } = request;
    const sizes = sizesOf(request);
    const [first = 0] = sizes;
    const { largest, unread } = await roomFor(request, sizes);
    const asked = chosenNumber(chosen, { whole: true });
    const to = asked ?? offeredNumber(first, wanted, spec, largest);
    const turn = { to: inProportion(to, first, sizes[index] ?? first) };
    if (unread) return { ...turn, refusal: unreadable(unread) };
    if (largest === undefined) return { ...turn, warnings: index === 0 ? [unknownRoom()] : [] };
    const full = to > first ? to > largest : asked === undefined;
    return full ? { ...turn, refusal: tooLarge(largest, first) } : turn;
  },
});

function sizesOf({ states, dials }: TurnRequest<Settings>): number[] {
  return states.map((state, index) => numberIn(state, dials[index]?.where ?? ''));
}

function inProportion(to: number, first: number, size: number): number {
  return first > 0 ? Math.max(1, Math.round((to * size) / first)) : to;
}

/** The largest size of the first pool for which the database has room; undefined when nothing tells. `unread`: a signal that should tell and does not. */
async function roomFor(
  { runtime, settings: wanted }: PlanRequest<Settings>,
  sizes: readonly number[],
): Promise<{ largest?: number; unread?: string }> {
  const { maxConnectionsSignal, connectionsSignal, instances, reserve } = wanted;
  const max = wanted.maxConnections ?? (maxConnectionsSignal === undefined ? undefined : await presentValue(runtime, maxConnectionsSignal));
  if (max === undefined) return maxConnectionsSignal === undefined ? {} : { unread: maxConnectionsSignal };
  const [first = 0] = sizes;
  const pooled = sizes.reduce((sum, size) => sum + size, 0) * instances;
  const used = connectionsSignal === undefined ? pooled : await presentValue(runtime, connectionsSignal);
  if (used === undefined) return { unread: connectionsSignal ?? '' };
  // A pool that is not full may still fill up to its size, so what it could open counts, not what it has open.
  const free = max - reserve - Math.max(used, pooled);
  const share = pooled > 0 ? first / pooled : 1 / instances;
  return { largest: first + Math.max(0, Math.floor(free * share)) };
}

function unreadable(signal: string): Bilingual {
  return worded(({ mitigationKinds }) => mitigationKinds.itIsNotKnownHowManyConnectionsThe(signal));
}

function unknownRoom(): Bilingual {
  return worded(({ mitigationKinds }) => mitigationKinds.itIsNotKnownHowManyConnectionsThe2);
}

function tooLarge(largest: number, now: number): Bilingual {
  if (largest <= now) {
    return worded(({ mitigationKinds }) => mitigationKinds.databaseHasNoRoomForALargerPoolIs(largest));
  }
  return worded(({ mitigationKinds }) => mitigationKinds.databaseWouldRunOutOfConnectionsThe(largest));
}
