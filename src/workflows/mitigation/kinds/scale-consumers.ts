import { z } from 'zod';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
import type { DialState } from '../../../domain/mitigation/targets.ts';
import { worded } from '../../../languages/worded.ts';
import { evidenceFor } from './evidence-for.ts';
import type { PlanRequest } from './mitigation.ts';
import { presentValue } from './present-value.ts';
import { connectionsNeeded, offeredNumber, scaleSettings } from './scale.ts';
import { chosenNumber, numberIn, numberParameter, turnDials } from './turn-dials.ts';

const settings = z.strictObject({
  ...scaleSettings,
  /** Which signal tells the number of partitions. */
  partitionsSignal: z.string().optional(),
  /** Or the number itself. */
  partitions: z.int().positive().optional(),
  /** Members of the group in each instance. */
  membersEach: z.int().positive().default(1),
  /** Which signal tells how many members the group has: when the cause is that some are missing, so many more are offered. */
  membersSignal: z.string().optional(),
});

type Settings = z.infer<typeof settings>;

/** I2, F1: more instances of the consumers, as many as there are partitions for. */
export const scaleConsumers = turnDials<Settings>({
  name: 'scale-consumers',
  targets: ['kubernetes', 'http', 'redis', 'command'],
  settings,
  unit: worded(({ mitigationKinds }) => mitigationKinds.instances),
  label: worded(({ mitigationKinds }) => mitigationKinds.consumerInstances),
  undo: worded(({ mitigationKinds }) => mitigationKinds.backToThePreviousNumberOfInstances),
  parameters: ({ spec }) => [
    numberParameter(
      worded(({ mitigationKinds }) => mitigationKinds.instances2),
      spec.limits,
    ),
  ],
  async turn(request) {
    const { chosen, dials, index, state, settings: wanted, spec } = request;
    const from = numberIn(state, dials[index]?.where ?? '');
    const partitions = await partitionsOf(request, state);
    const most = partitions === undefined ? undefined : Math.ceil(partitions / wanted.membersEach);
    const chosenTo = chosenNumber(chosen, { whole: true });
    const missing = chosenTo === undefined && index === 0 ? await missingMembers(request) : undefined;
    const size = missing ? { factor: wanted.factor, step: Math.ceil(missing.count / wanted.membersEach) } : wanted;
    const to = chosenTo ?? offeredNumber(from, size, spec, most);
    const why = missing ? { why: fewMembers(missing) } : {};
    if (partitions === undefined) return { to, ...why, warnings: [unknownPartitions()] };
    if (to === from && from >= (most ?? 0)) return { to, refusal: noMore(partitions, from) };
    return { to, ...why, warnings: to > (most ?? to) ? [idle(partitions, most ?? to)] : [] };
  },
  warn: ({ changes, settings: { connectionsEach } }) => connectionsNeeded(changes, connectionsEach),
});

async function partitionsOf({ runtime, settings: wanted }: PlanRequest<Settings>, { facts }: DialState): Promise<number | undefined> {
  const told = wanted.partitions ?? facts?.partitions;
  if (typeof told === 'number') return told;
  return wanted.partitionsSignal === undefined ? undefined : await presentValue(runtime, wanted.partitionsSignal);
}

interface Missing {
  present: number;
  usual: number;
  count: number;
}

/** When the cause that was named, or is likely, is that members of the group are missing: how many. */
async function missingMembers({ runtime, settings: { membersSignal }, incidentId }: PlanRequest<Settings>): Promise<Missing | undefined> {
  if (membersSignal === undefined || incidentId === undefined) return undefined;
  const line = await evidenceFor(runtime, incidentId, membersSignal);
  if (line?.is !== 'low' || line.normal === undefined) return undefined;
  const present = Math.round((await presentValue(runtime, membersSignal)) ?? line.value);
  const usual = Math.round(line.normal);
  return present < usual ? { present, usual, count: usual - present } : undefined;
}

function fewMembers({ present, usual, count }: Missing): Bilingual {
  return worded(({ mitigationKinds }) => mitigationKinds.ofTheUsualConsumersAreAtWork(present, usual, count));
}

function unknownPartitions(): Bilingual {
  return worded(({ mitigationKinds }) => mitigationKinds.numberOfPartitionsIsNotKnownInstances);
}

function noMore(partitions: number, instances: number): Bilingual {
  return worded(({ mitigationKinds }) => mitigationKinds.moreWouldBeUselessInstances(instances, partitions));
}

function idle(partitions: number, most: number): Bilingual {
  return worded(({ mitigationKinds }) => mitigationKinds.thereArePartitionsSoMoreThanInstances(partitions, most));
}
