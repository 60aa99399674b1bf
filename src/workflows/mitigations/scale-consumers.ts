import { z } from 'zod';
import type { DialState } from '../../domain/mitigation/targets.ts';
import type { Bilingual } from '../../domain/playbook/schema.ts';
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
});
type Settings = z.infer<typeof settings>;

/** I2, F1: more instances of the consumers, as many as there are partitions for. */
export const scaleConsumers = turnDials<Settings>({
  name: 'scale-consumers',
  targets: ['kubernetes', 'http', 'redis', 'command'],
  settings,
  unit: { en: 'instances', ko: '개' },
  undo: { en: 'As many instances as before.', ko: '이전 인스턴스 수로 되돌립니다.' },
  parameters: ({ spec }) => [numberParameter({ en: 'Instances', ko: '인스턴스 수' }, spec.limits)],
  async turn(request) {
    const { chosen, dials, index, state, settings: wanted, spec } = request;
    const from = numberIn(state, dials[index]?.where ?? '');
    const partitions = await partitionsOf(request, state);
    const most = partitions === undefined ? undefined : Math.ceil(partitions / wanted.membersEach);
    const to = chosenNumber(chosen, { whole: true }) ?? offeredNumber(from, wanted, spec, most);
    if (partitions === undefined) return { to, warnings: [unknownPartitions()] };
    if (to === from && from >= (most ?? 0)) return { to, refusal: noMore(partitions, from) };
    return { to, warnings: to > (most ?? to) ? [idle(partitions, most ?? to)] : [] };
  },
  warn: ({ changes, settings: { connectionsEach } }) => connectionsNeeded(changes, connectionsEach),
});

async function partitionsOf({ runtime, settings: wanted }: PlanRequest<Settings>, { facts }: DialState): Promise<number | undefined> {
  const told = wanted.partitions ?? facts?.partitions;
  if (typeof told === 'number') return told;
  return wanted.partitionsSignal === undefined ? undefined : await presentValue(runtime, wanted.partitionsSignal);
}

function unknownPartitions(): Bilingual {
  return {
    en: 'How many partitions there are is not known: instances beyond them stand idle.',
    ko: '파티션 수를 알 수 없습니다. 파티션 수를 넘는 인스턴스는 놀게 됩니다.',
  };
}

function noMore(partitions: number, instances: number): Bilingual {
  return {
    en: `More would be useless: ${instances} instances already take all ${partitions} partitions. Add partitions first.`,
    ko: `더 늘려도 소용없습니다: 이미 ${instances}개 인스턴스가 파티션 ${partitions}개를 모두 맡고 있습니다. 먼저 파티션을 늘리세요.`,
  };
}

function idle(partitions: number, most: number): Bilingual {
  return {
    en: `There are ${partitions} partitions, so more than ${most} instances are useless: the others stand idle.`,
    ko: `파티션이 ${partitions}개이므로 ${most}개를 넘는 인스턴스는 소용없이 놀게 됩니다.`,
  };
}
