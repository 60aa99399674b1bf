import { levelAt } from '../../domain/oncall/index.ts';
import { ONCALL_LEVELS } from '../../domain/playbook/oncall-schema.ts';
import { systemClock } from '../../domain/time/clock.ts';
import { slackIn } from '../../integrations/slack/account.ts';
import { createSlackChat } from '../../integrations/slack/index.ts';
import { readPlaybooks, teamsIn } from '../../read-organisation.ts';
import { checkOncall } from '../../workflows/oncall/check-oncall.ts';
import { userGroupOf } from '../../workflows/oncall/who-is-on-call.ts';
import type { Check } from './check.ts';
import { currentOverrides } from './overrides.ts';

/** Who is on call by the playbook, and what would leave a page without anybody; the people themselves are looked at by `people.ts`. */
export const oncallCheck: Check = {
  name: 'On call',
  async run(context) {
    const { config, playbook, log, timeoutMs } = context;
    const { botToken, apiUrl } = slackIn(config.accounts);
    const chat = createSlackChat({ token: botToken.reveal(), apiUrl, timeoutMs, log });
    const now = systemClock.now();
    const overrides = await currentOverrides(context, now);
    const text = teamsIn(await readPlaybooks(config.playbook));
    const problems = await checkOncall({ playbook, text, chat, now, ...(overrides && { overrides }) });
    const who = ONCALL_LEVELS.map((level) => {
      const source = playbook.team.oncall[level];
      const group = userGroupOf(source);
      const person = levelAt(playbook, level, now, overrides).turn.person;
      return `${level}: ${group === undefined ? (person ?? 'nobody') : `user group ${group}`}`;
    });
    return [
      {
        level: 'ok',
        subject: 'On call',
        text: `${who.join(', ')}${overrides ? '' : ' (overrides not counted: the database does not tell them)'}`,
      },
      ...problems
        .filter(({ where }) => !/^team\.people\./.test(where))
        .map(({ where, text }) => ({ level: 'warn' as const, subject: where, text })),
    ];
  },
};
