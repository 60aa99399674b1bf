import { type PoolState, poolQuery, poolsOf as statesOf } from '../../../domain/analysis/pool.ts';
import { PermanentError } from '../../../domain/errors.ts';
import { type Doubtful, doubtsOf } from '../../../domain/signals/doubts.ts';
import { worded } from '../../../languages/worded.ts';
import type { Collecting, Collector } from './collector.ts';

const SOURCE = 'prometheus';
const TIMEOUT_MS = 10_000;

/** The state of the service's own connection pools: `analysis.pools` of the playbook. */
export const poolsOf: Collector = ({ playbook }, { id }) =>
  playbook.analysis.pools
    .filter(({ row }) => row === id)
    .map(({ name, prometheus }) => ({
      kind: 'pools' as const,
      name: prometheus === undefined ? name : SOURCE,
      collect: async (collecting) => {
        const { before, now, doubts } =
          prometheus === undefined ? await asIs(collecting, name) : await byPrometheus(collecting, prometheus);
        const pools = now.map((state) => {
          const earlier = before.find(({ pool }) => pool === state.pool);
          return { ...state, ...(earlier && { before: earlier }) };
        });
        return { finding: { kind: 'pool', from: name, pools, ...doubts } };
      },
    }));

interface Pools {
  before: PoolState[];
  now: PoolState[];
  doubts: Doubtful;
}

async function asIs({ runtime }: Collecting, name: string): Promise<Pools> {
  return { before: [], now: await runtime.evidence.pool(name).read({ timeoutMs: TIMEOUT_MS }), doubts: {} };
}

async function byPrometheus({ runtime, onset, now }: Collecting, selector: string): Promise<Pools> {
  const { series } = runtime.metrics.source(SOURCE);
  if (!series)
    throw new PermanentError(
      'no_labels',
      worded(({ reviews }) => reviews.cannotTellSeriesApart(SOURCE)),
    );
  const timeoutMs = runtime.playbook.briefing.queryTimeout;
  const query = poolQuery(selector);
  const [before, since] = [await series({ query, at: onset, timeoutMs }), await series({ query, at: now, timeoutMs })];
  const states = statesOf(since);
  if (states.length === 0)
    throw new PermanentError(
      'no_pool',
      worded(({ reviews }) => reviews.prometheusHasNoHikaricpConnectionsOf(selector)),
    );
  return { before: statesOf(before), now: states, doubts: doubtsOf(...before, ...since) };
}
