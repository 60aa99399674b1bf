import { systemClock } from '../../domain/time/clock.ts';
import { placesOf } from '../../integrations/accounts/account.ts';
import { STATUS_PAGES, type StatusPageKind } from '../../integrations/status-pages/index.ts';
import { type Check, type CheckContext, type Finding, whyNot } from './check.ts';

/** Whether each external status page that the playbook names would take an incident. Tells nobody anything. */
export const statusPagesCheck: Check = {
  name: 'Status pages',
  async run(context) {
    const named = context.playbook.statusPage.external.map(({ page }) => page);
    const kinds = STATUS_PAGES.filter(({ name }) => named.includes(name));
    return (await Promise.all(kinds.map((kind) => probe(kind, context)))).flat();
  },
};

async function probe(kind: StatusPageKind, { config, timeoutMs }: CheckContext): Promise<Finding[]> {
  const subject = `Status page ${kind.name}`;
  try {
    const seen = await kind.probe(config.accounts, { clock: systemClock, timeoutMs });
    if (!seen) return [{ level: 'fail', subject, text: `the playbook names it and nothing sets it up: set ${kind.variables}` }];
    return [{ level: seen.ready ? 'ok' : 'warn', subject, text: seen.text }];
  } catch (error) {
    const look = ['the way out of this machine', ...placesOf(kind.account).map((name) => `${name} where it is set`)].join(', and ');
    return [{ level: 'fail', subject, text: whyNot(error, look) }];
  }
}
