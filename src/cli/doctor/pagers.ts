import { contactOf, peopleOf } from '../../domain/oncall/index.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { PagerChannel } from '../../domain/ports/pagers.ts';
import { systemClock } from '../../domain/time/clock.ts';
import { placesOf } from '../../integrations/accounts/account.ts';
import type { Accounts } from '../../integrations/accounts/accounts.ts';
import { createMailer } from '../../integrations/mail/index.ts';
import { PAGER_CHANNELS, type PagerKind, type PagerSetup, pagersInOrder } from '../../integrations/pagers/index.ts';
import { type Check, type Finding, whyNot } from './check.ts';

/** Whether anything but Slack can wake somebody, whether each way would work, and whom none of them reaches. Pages nobody. */
export const pagersCheck: Check = {
  name: 'Pagers',
  async run({ config, playbook, log, timeoutMs }) {
    const { team, service } = playbook;
    const { accounts } = config;
    const mailer = createMailer(accounts, { timeoutMs });
    const setup: PagerSetup = { clock: systemClock, log, mailer, team, service, timeoutMs };
    const kinds = pagersInOrder(team.paging.order);
    const made = kinds.flatMap((kind) => {
      const channel = kind.create(accounts, setup);
      return channel ? [{ kind, channel }] : [];
    });
    const waking = made.filter(({ kind }) => kind.wakes);
    const probed = await Promise.all(kinds.map((kind) => probe(kind, accounts, setup)));
    return [
      waking.length > 0
        ? { level: 'ok', subject: 'Pagers', text: `Slack and ${made.map(({ kind }) => kind.name).join(', ')}` }
        : {
            level: 'warn',
            subject: 'Pagers',
            text: `nothing that rings: a direct message at night wakes nobody (Do Not Disturb). Set ${waysToWake()}.`,
          },
      ...probed.flat(),
      ...sleepers(
        playbook,
        waking.map(({ channel }) => channel),
      ),
    ];
  },
};

async function probe(kind: PagerKind, accounts: Accounts, setup: PagerSetup): Promise<Finding[]> {
  const subject = `Pager ${kind.name}`;
  try {
    const seen = await kind.probe(accounts, setup);
    return seen ? [{ level: seen.ready ? 'ok' : 'warn', subject, text: seen.text }] : [];
  } catch (error) {
    return [
      {
        level: 'fail',
        subject,
        text: whyNot(
          error,
          ['the way out of this machine', ...placesOf(kind.account).map((name) => `${name} where it is set`)].join(', and '),
        ),
      },
    ];
  }
}

/** What would set up something that rings. */
function waysToWake(): string {
  return [...new Set(PAGER_CHANNELS.filter(({ wakes }) => wakes).map(({ variables }) => variables))].join(', or ');
}

/** People on call whom nothing wakes although there is something that could. */
function sleepers(playbook: Playbook, waking: readonly Pick<PagerChannel, 'reaches'>[]): Finding[] {
  if (waking.length === 0) return [];
  const oncall = new Set(Object.values(playbook.team.oncall).flatMap(peopleOf));
  const asleep = [...oncall].filter((key) => {
    const contact = contactOf(playbook, key);
    return !waking.some((channel) => channel.reaches(contact));
  });
  if (asleep.length === 0) return [];
  return [
    {
      level: 'warn',
      subject: 'Pagers',
      text: `nothing that rings reaches ${asleep.join(', ')}: add phone under team.people in the playbook.`,
    },
  ];
}
