import { z } from 'zod';
import { ONCALL_LEVELS } from '../../domain/oncall/levels.ts';
import { describeOncall } from '../../workflows/oncall/describe-oncall.ts';
import { overrideOncall } from '../../workflows/oncall/override-oncall.ts';
import { about, duration, person, service, unfit } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { choice, duration as durationWord, mention, serviceWord } from '../words/readers.ts';

const MINUTE_MS = 60_000;
const LONGEST_MS = 4 * 7 * 24 * 60 * MINUTE_MS;

const span = duration().refine(
  (ms) => ms >= MINUTE_MS && ms <= LONGEST_MS,
  unfit({
    en: 'An override lasts at least a minute and at most four weeks; for longer, change the playbook.',
    ko: '임시 온콜은 1분에서 4주까지입니다. 더 길면 플레이북을 바꿔 주세요.',
  }),
);

export const override = generalCommand({
  name: 'override',
  summary: { en: 'Put somebody on call for a while.', ko: '일정 시간 동안 온콜 담당자를 바꿉니다.' },
  args: z.object({
    person: about(person(), {
      what: { en: 'person', ko: '담당자' },
      examples: ['U0MINJI'],
      expects: { en: 'Name one person by mention, then for how long', ko: '한 사람을 멘션하고 기간을 적어 주세요' },
    }),
    lasting: about(span, {
      what: { en: 'how long', ko: '기간' },
      examples: ['2h', '30m', '1d'],
      expects: { en: 'Say for how long, such as 30m, 2h or 1d', ko: '기간을 30m, 2h, 1d 처럼 적어 주세요' },
    }),
    level: about(z.enum(ONCALL_LEVELS).default('L1'), { what: { en: 'level', ko: '단계' }, examples: ['L2'] }),
    service: service(),
  }),
  words: { person: mention(), lasting: durationWord, level: choice(ONCALL_LEVELS), service: serviceWord },
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, args: { person: user, lasting: durationMs, level } }) => {
    const { endsAt } = await overrideOncall(runtime, { cause, actor, user, durationMs, level });
    const done = { done: 'put', user, level, until: endsAt } as const;
    return { show: 'oncall', view: { levels: await describeOncall(runtime), done, now: runtime.clock.now() } };
  },
});
