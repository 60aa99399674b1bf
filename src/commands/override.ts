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
const EXAMPLE = '`override @name 2h`, `override @name 30m L2`, or `override clear`';

export const override = generalCommand<OverrideArgs>({
  name: 'override',
  usage: 'override @person 2h [L1|L2|operations] · override clear [L1|L2|operations]',
  summary: { en: 'Put somebody on call for a while, or end that.', ko: '일정 시간 동안 온콜 담당자를 바꾸거나 되돌립니다.' },
  permission: 'responder',
  parse: parseOverride,
  run: async ({ runtime, invocation, args }) => {
    const { cause, actor } = invocation;
    const show = async (done: NonNullable<Parameters<typeof runtime.present.oncall>[0]['done']>) => ({
      message: runtime.present.oncall({ levels: await describeOncall(runtime), done, now: runtime.clock.now() }),
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
    if (rest.length > 1) throw new UserError('bad_override', 'One level at a time: `override clear L1`; without a level all of them.');
    return { clear: rest[0] === undefined ? ONCALL_LEVELS : [levelOf(rest[0])] };
  }
  // Slack sends a mention as <@U123|name> when the manifest asks it to escape.
  const user = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(first)?.[1];
  if (user === undefined) throw new UserError('bad_person', `Name one person by mention, then for how long: ${EXAMPLE}.`);
  const [span = '', level, ...more] = rest;
  if (more.length > 0) throw new UserError('bad_override', `Too many words. Write it as ${EXAMPLE}.`);
  return { put: { user, durationMs: spanOf(span), level: level === undefined ? 'L1' : levelOf(level) } };
}

function spanOf(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new UserError('bad_duration', `Say for how long, such as 30m, 2h or 1d: ${EXAMPLE}.`);
  if (ms >= MINUTE_MS && ms <= LONGEST_MS) return ms;
  throw new UserError('bad_duration', 'An override lasts at least a minute and at most four weeks; for longer, change the playbook.');
}

function levelOf(word: string): OncallLevel {
  const level = ONCALL_LEVELS.find((one) => one.toLowerCase() === word.toLowerCase());
  if (level !== undefined) return level;
  throw new UserError('bad_level', `There is no level "${word}". The levels are ${ONCALL_LEVELS.join(', ')}.`);
}
