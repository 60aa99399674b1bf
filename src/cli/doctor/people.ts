import { contactOf, peopleOf } from '../../domain/oncall/index.ts';
import type { UserState } from '../../domain/ports/chat.ts';
import { findMailer } from '../../integrations/mail/index.ts';
import { emailPager } from '../../integrations/pagers/email.ts';
import { pagersInOrder } from '../../integrations/pagers/index.ts';
import { slackIn } from '../../integrations/slack/account.ts';
import { createSlackChat } from '../../integrations/slack/index.ts';
import { type Check, type CheckContext, type Finding, whyNot } from './check.ts';

const SUBJECT = 'People';
const lane = { lane: 'cosmetics' } as const;

/** Everybody whom the playbook names: there, active, of this workspace, and with an e-mail address where mail pages. */
export const peopleCheck: Check = {
  name: SUBJECT,
  address: 'SLACK_API_URL, where it is set, and the way out of this machine',
  async run(context) {
    const { config, playbook, log, timeoutMs } = context;
    const { botToken, apiUrl } = slackIn(config.accounts);
    const chat = createSlackChat({ token: botToken.reveal(), apiUrl, timeoutMs, log });
    const keys = Object.keys(playbook.team.people);
    const looked = await Promise.allSettled(
      Object.values(playbook.team.people).map(async ({ slack }) => chat.userState({ user: slack }, lane)),
    );
    // Slack being away is one finding, not one for each person.
    const refused = looked.find((look) => look.status === 'rejected');
    if (refused) return [{ level: 'fail', subject: SUBJECT, text: `could not be looked up. ${whyNot(refused.reason, this.address)}` }];
    const oncall = oncallOf(context);
    const standing = looked.flatMap((look, index) => {
      const key = keys[index] ?? '';
      return look.status === 'fulfilled' ? standingFindings(context, key, look.value, oncall.has(key) ? 'on call' : 'named') : [];
    });
    const findings = [...standing, ...mailFindings(context, oncall)];
    return findings.length > 0
      ? findings
      : [{ level: 'ok', subject: SUBJECT, text: `all ${keys.length} are active members of the workspace` }];
  },
};

function standingFindings({ playbook }: CheckContext, key: string, state: UserState, as: 'on call' | 'named'): Finding[] {
  const { slack, name } = playbook.team.people[key] ?? { slack: key, name: key };
  const subject = `Person ${key}`;
  const level = as === 'on call' ? 'fail' : 'warn';
  const or = as === 'on call' ? 'take them out of team.oncall' : 'take them out of team.people';
  switch (state) {
    case 'active':
      return [];
    case 'unknown':
      return [{ level, subject, text: `Slack does not know ${slack}: correct the id (profile → ⋮ → Copy member ID), or ${or}.` }];
    case 'bot':
      return [{ level, subject, text: `${name} (${slack}) is a bot, which answers no page: ${or}.` }];
    case 'deactivated':
      return [{ level, subject, text: `${name} (${slack}) is deactivated in Slack: ${or}.` }];
    default:
      return [
        {
          level: 'warn',
          subject,
          text: `${name} is ${state === 'guest' ? 'a guest' : 'from another workspace'}: they may act because the playbook names them, but Slack may not let Bongsu invite them; add them to the channel by hand.`,
        },
      ];
  }
}

/** Where mail pages, whom it does not reach. */
function mailFindings({ config, playbook }: CheckContext, oncall: ReadonlySet<string>): Finding[] {
  if (!findMailer(config.accounts) || !pagersInOrder(playbook.team.paging.order).some(({ name }) => name === emailPager.name)) return [];
  const without = [...oncall].filter((key) => contactOf(playbook, key).email === undefined);
  if (without.length === 0) return [];
  const text = `${without.join(', ')}: no e-mail address, so neither pages nor invitations by mail, Slack only: add email under team.people in the playbook.`;
  return [{ level: 'warn', subject: 'People without e-mail', text }];
}

function oncallOf({ playbook }: CheckContext): ReadonlySet<string> {
  return new Set(Object.values(playbook.team.oncall).flatMap(peopleOf));
}
