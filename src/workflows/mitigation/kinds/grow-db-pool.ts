import { z } from 'zod';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
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
  unit: { en: 'connections', ko: '커넥션' },
  label: { en: 'Size of the DB pool', ko: 'DB 커넥션 풀 크기' },
  undo: { en: 'The pool gets its previous size back.', ko: '풀을 이전 크기로 되돌립니다.' },
  parameters: ({ spec }) => [numberParameter({ en: 'Connections in the pool', ko: '풀의 커넥션 수' }, spec.limits)],
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
  return {
    en: `It is not known how many connections the database has left: ${signal} gives no value.`,
    ko: `DB에 남은 커넥션 수를 알 수 없습니다: ${signal} 값이 없습니다.`,
  };
}

function unknownRoom(): Bilingual {
  return {
    en: 'It is not known how many connections the database accepts: beyond max_connections, everybody is refused.',
    ko: 'DB가 받을 수 있는 커넥션 수를 알 수 없습니다. max_connections를 넘으면 다른 연결도 거부됩니다.',
  };
}

function tooLarge(largest: number, now: number): Bilingual {
  if (largest <= now) {
    return {
      en: `The database has no room for a larger pool: ${largest} is the largest possible (max_connections less what others use and the reserve).`,
      ko: `DB에 여유가 없어 풀을 늘릴 수 없습니다: 가능한 최댓값은 ${largest}입니다 (max_connections에서 사용 중인 것과 예비분을 뺀 값).`,
    };
  }
  return {
    en: `The database would run out of connections. The largest possible is ${largest}.`,
    ko: `DB 커넥션이 모자라게 됩니다. 가능한 최댓값은 ${largest}입니다.`,
  };
}
