import { parseDuration } from '../domain/duration.ts';
import { UserError } from '../domain/errors.ts';
import { ONCALL_LEVELS } from '../domain/playbook/oncall-schema.ts';
import type { OncallLevel } from '../domain/views.ts';
import { describeOncall } from '../workflows/describe-oncall.ts';
import { clearOverrides, overrideOncall } from '../workflows/override-oncall.ts';
import { generalCommand } from './command.ts';

type OverrideArgs = { put: { user: string; durationMs: number; level: OncallLevel } } | { clear: readonly OncallLevel[] };

const MINUTE_MS = 60_000;
const LONGEST_MS = 4 * 7 * 24 * 60 * MINUTE_MS;
const EXAMPLE = {
  en: '`override @name 2h`, `override @name 30m L2`, or `override clear`',
  ko: '`override @이름 2h`, `override @이름 30m L2`, `override clear`',
};

export const override = generalCommand<OverrideArgs>({
  name: 'override',
  usage: 'override @person 2h [L1|L2|operations] · override clear [L1|L2|operations]',
  summary: { en: 'Put somebody on call for a while, or end that.', ko: '일정 시간 동안 온콜 담당자를 바꾸거나 되돌립니다.' },
  permission: 'responder',
  parse: parseOverride,
  run: async ({ runtime, present, invocation, args }) => {
    const { cause, actor } = invocation;
    const show = async (done: NonNullable<Parameters<typeof present.oncall>[0]['done']>) => ({
      message: present.oncall({ levels: await describeOncall(runtime), done, now: runtime.clock.now() }),
    });
    if ('clear' in args) {
      const { ended } = await clearOverrides(runtime, { cause, actor, levels: args.clear });
      return await show({ done: 'cleared', ended });
    }
    const { user, level } = args.put;
    const { endsAt } = await overrideOncall(runtime, { cause, actor, ...args.put });
    return await show({ done: 'put', user, level, until: endsAt });
  },
});

function parseOverride(words: string): OverrideArgs {
  const [first = '', ...rest] = words.trim().split(/\s+/);
  if (first.toLowerCase() === 'clear') {
    if (rest.length > 1)
      throw new UserError('bad_override', {
        en: 'One level at a time: `override clear L1`; without a level all of them.',
        ko: '단계는 한 번에 하나씩 적어 주세요: `override clear L1`. 단계가 없으면 모두 되돌립니다.',
      });
    return { clear: rest[0] === undefined ? ONCALL_LEVELS : [levelOf(rest[0])] };
  }
  // Slack sends a mention as <@U123|name> when the manifest asks it to escape.
  const user = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(first)?.[1];
  if (user === undefined)
    throw new UserError('bad_person', {
      en: `Name one person by mention, then for how long: ${EXAMPLE.en}.`,
      ko: `한 사람을 멘션하고 기간을 적어 주세요: ${EXAMPLE.ko}.`,
    });
  const [span = '', level, ...more] = rest;
  if (more.length > 0)
    throw new UserError('bad_override', {
      en: `Too many words. Write it as ${EXAMPLE.en}.`,
      ko: `단어가 너무 많습니다. 이렇게 적어 주세요: ${EXAMPLE.ko}.`,
    });
  return { put: { user, durationMs: spanOf(span), level: level === undefined ? 'L1' : levelOf(level) } };
}

function spanOf(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined)
    throw new UserError('bad_duration', {
      en: `Say for how long, such as 30m, 2h or 1d: ${EXAMPLE.en}.`,
      ko: `기간을 30m, 2h, 1d 처럼 적어 주세요: ${EXAMPLE.ko}.`,
    });
  if (ms >= MINUTE_MS && ms <= LONGEST_MS) return ms;
  throw new UserError('bad_duration', {
    en: 'An override lasts at least a minute and at most four weeks; for longer, change the playbook.',
    ko: '임시 온콜은 1분에서 4주까지입니다. 더 길면 플레이북을 바꿔 주세요.',
  });
}

function levelOf(word: string): OncallLevel {
  const level = ONCALL_LEVELS.find((one) => one.toLowerCase() === word.toLowerCase());
  if (level !== undefined) return level;
  throw new UserError('bad_level', {
    en: `There is no level "${word}". The levels are ${ONCALL_LEVELS.join(', ')}.`,
    ko: `"${word}"(이)라는 단계는 없습니다. 단계: ${ONCALL_LEVELS.join(', ')}.`,
  });
}
