import { systemClock } from '../../domain/time/clock.ts';
import { type Account, placesOf } from '../../integrations/accounts/account.ts';
import type { Probe } from '../../integrations/accounts/probe.ts';
import { HELP_DESKS } from '../../integrations/help-desks/index.ts';
import { SOCIAL_NETWORKS } from '../../integrations/social-networks/index.ts';
import { createWebhooks } from '../../integrations/webhooks/index.ts';
import { type Check, type CheckContext, type Finding, whyNot } from './check.ts';

/** Whether each social network that the playbook names would take a notice. Tells nobody anything. */
export const socialNetworksCheck: Check = {
  name: 'Social networks',
  async run({ config, playbook, timeoutMs }) {
    const { accounts } = config;
    const setup = { clock: systemClock, timeoutMs, webhooks: createWebhooks(accounts, { clock: systemClock, timeoutMs }) };
    const named = playbook.updates.social.networks.map(({ network }) => network);
    const kinds = SOCIAL_NETWORKS.filter(({ name }) => named.includes(name));
    return await Promise.all(kinds.map((kind) => looked(`Social network ${kind.name}`, kind, () => kind.probe(accounts, setup))));
  },
};

/** Whether each help desk that the playbook names would take a macro. Changes nothing. */
export const helpDesksCheck: Check = {
  name: 'Help desks',
  async run({ config, playbook, timeoutMs }: CheckContext) {
    const named = playbook.updates.helpDesks.map(({ desk }) => desk);
    const kinds = HELP_DESKS.filter(({ name }) => named.includes(name));
    const setup = { clock: systemClock, timeoutMs };
    return await Promise.all(kinds.map((kind) => looked(`Help desk ${kind.name}`, kind, () => kind.probe(config.accounts, setup))));
  },
};

async function looked(
  subject: string,
  { account, variables }: { account: Account; variables: string },
  probe: () => Promise<Probe | undefined>,
): Promise<Finding> {
  try {
    const seen = await probe();
    if (!seen) return { level: 'fail', subject, text: `the playbook names it and nothing sets it up: set ${variables}` };
    return { level: seen.ready ? 'ok' : 'warn', subject, text: seen.text };
  } catch (error) {
    const look = ['the way out of this machine', ...placesOf(account).map((name) => `${name} where it is set`)].join(', and ');
    return { level: 'fail', subject, text: whyNot(error, look) };
  }
}
