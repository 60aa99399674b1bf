import { systemClock } from '../domain/clock.ts';
import { contactOf, peopleOf } from '../domain/oncall/index.ts';
import type { Playbook } from '../domain/playbook/schema.ts';
import type { PagerChannel } from '../domain/ports.ts';
import { createUnconfiguredMailer } from '../integrations/mail/index.ts';
import { type PagerKind, type PagerSetup, pagersInOrder } from '../integrations/pagers/index.ts';
import { type Check, type Finding, whyNot } from './check.ts';

/** Whether anything but Slack can wake somebody, whether each way would work, and whom none of them reaches. Pages nobody. */
export const pagersCheck: Check = {
  name: 'Pagers',
  async run({ config, playbook, log, timeoutMs }) {
    const { team, service } = playbook;
    const setup: PagerSetup = { accounts: config, clock: systemClock, log, mailer: createUnconfiguredMailer(), team, service, timeoutMs };
    const kinds = pagersInOrder(team.paging.order);
    const made = kinds.flatMap((kind) => {
      const channel = kind.create(setup);
      return channel ? [{ kind, channel }] : [];
    });
    const waking = made.filter(({ kind }) => kind.wakes);
    const probed = await Promise.all(kinds.map((kind) => probe(kind, setup)));
    return [
      waking.length > 0
        ? { level: 'ok', subject: 'Pagers', text: `Slack and ${made.map(({ kind }) => kind.name).join(', ')}` }
        : {
            level: 'warn',
            subject: 'Pagers',
            text: 'nothing that rings: a direct message at night wakes nobody (Do Not Disturb). Set TWILIO_… or PAGERDUTY_ROUTING_KEY.',
          },
      ...probed.flat(),
      ...sleepers(
        playbook,
        waking.map(({ channel }) => channel),
      ),
    ];
  },
};

async function probe(kind: PagerKind, setup: PagerSetup): Promise<Finding[]> {
  const subject = `Pager ${kind.name}`;
  try {
    const seen = await kind.probe?.(setup);
    return seen ? [{ level: seen.ready ? 'ok' : 'warn', subject, text: seen.text }] : [];
  } catch (error) {
    return [{ level: 'fail', subject, text: whyNot(error, 'the way out of this machine, and …_API_URL where it is set') }];
  }
}

/** People on call whom nothing wakes although there is something that could. */
function sleepers(playbook: Playbook, waking: readonly PagerChannel[]): Finding[] {
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
