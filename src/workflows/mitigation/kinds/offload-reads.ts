import { z } from 'zod';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
import { worded } from '../../../languages/worded.ts';
import type { PlanRequest } from './mitigation.ts';
import { presentValue } from './present-value.ts';
import { chosenNumber, numberIn, numberParameter, turnDials } from './turn-dials.ts';

const settings = z.strictObject({
  /** The share that is offered. */
  share: z.number().positive().max(1).default(0.5),
  /** Which signal tells how far the replica is behind, in seconds. */
  lagSignal: z.string().optional(),
  maxLagSeconds: z.number().positive().default(10),
});

type Settings = z.infer<typeof settings>;

/** F4: part of the reads goes to the replica, unless that is too far behind. */
export const offloadReads = turnDials<Settings>({
  name: 'offload-reads',
  targets: ['http', 'redis', 'kubernetes', 'command'],
  settings,
  unit: worded(({ mitigationKinds }) => mitigationKinds.ofTheReads),
  label: worded(({ mitigationKinds }) => mitigationKinds.shareOnTheReplica),
  undo: worded(({ mitigationKinds }) => mitigationKinds.readsGoBackToWhereTheyWentBefore),
  parameters: ({ spec: { limits } }) => [
    numberParameter(
      worded(({ mitigationKinds }) => mitigationKinds.shareOfTheReads01),
      { min: Math.max(0, limits.min ?? 0), max: Math.min(1, limits.max ?? 1) },
    ),
  ],
  async turn(request) {
    const { chosen, dials, index, state, settings: wanted } = request;
    const to = chosenNumber(chosen, { whole: false }) ?? wanted.share;
    if (to > 1) return { to, refusal: worded(({ mitigationKinds }) => mitigationKinds.shareLiesBetween0And1) };
    if (to <= numberIn(state, dials[index]?.where ?? '')) return { to };
    return { to, ...(await behind(request)) };
  },
});

/** Why the replica should not be read from, or what is not known about it. */
async function behind({
  runtime,
  settings: { lagSignal, maxLagSeconds },
}: PlanRequest<Settings>): Promise<{ refusal?: Bilingual; warnings?: Bilingual[] }> {
  if (lagSignal === undefined) {
    return { warnings: [worded(({ mitigationKinds }) => mitigationKinds.itIsNotKnownHowFarTheReplicaIsBehind)] };
  }
  const lag = await presentValue(runtime, lagSignal);
  if (lag === undefined) {
    return {
      refusal: worded(({ mitigationKinds }) => mitigationKinds.itIsNotKnownHowFarTheReplicaIsBehind2(lagSignal)),
    };
  }
  if (lag <= maxLagSeconds) return {};
  const seconds = Math.round(lag);
  return {
    refusal: worded(({ mitigationKinds }) => mitigationKinds.replicaIsSBehindMoreThanTheSThatThe(seconds, maxLagSeconds)),
  };
}
