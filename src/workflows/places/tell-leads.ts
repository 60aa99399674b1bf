import { z } from 'zod';
import type { AccessTrouble } from '../../domain/chat/access.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import { presentFor } from '../messages/present-for.ts';
import { contactOf, slackIds } from '../oncall/people.ts';
import { type Delivers, delivered, effect } from '../runtime/effect.ts';
import type { WholeRuntime } from '../runtime/runtime.ts';
import { moment, said as saidStored } from '../runtime/stored.ts';

const leadsEffect = effect('leads.mail', { payload: z.object({ said: saidStored, since: moment }) });
const HOUR_MS = 60 * 60_000;

/** Has the leads told by mail that Slack does not let us in, once an hour at most, however many processes and calls notice it. */
export async function tellLeads(runtime: WholeRuntime, { code, said, since, wholly }: AccessTrouble): Promise<void> {
  // What a single call lacks stands where it is missed, in the briefing.
  if (!wholly) return;
  const { clock, storage, waker } = runtime;
  const key = `leads:${code}:${Math.floor(since.getTime() / HOUR_MS)}`;
  await storage.outbox.add(leadsEffect.row({ key, incidentId: null, lane: 'ack', payload: { said, since } }), clock.now());
  waker.wake('outbox', clock.now());
}

/** Kind `leads.mail`: to every lead whose address is known, else to the first on call. Sent at least once; mail programs fold doubles. */
export const leadsMailKind = delivered(leadsEffect, (runtime): Delivers<typeof leadsEffect> => {
  const { mailer, services } = runtime;
  return {
    run: async (row) => {
      // Slack is away from every service: the leads of each are told, once.
      const people = [...new Map(services.all.flatMap(({ playbook }) => leadsOf(playbook)).map((one) => [one.user, one])).values()];
      if (mailer.from === undefined || people.length === 0) return { skipped: true };
      const { said, since } = row.payload;
      for (const { user, email } of people) {
        const { subject, text } = presentFor(runtime, { person: user }).accessMail({
          said,
          since,
          now: runtime.clock.now(),
        });
        await mailer.send({ key: `${row.key}:${user}`, to: [email], subject, text });
      }
      return { told: people.map(({ user }) => user) };
    },
  };
});

/** The leads of a service whose address is known, else the first of its people. */
function leadsOf(playbook: Playbook): { user: string; email: string }[] {
  const addressed = (keys: readonly string[]) =>
    slackIds(playbook, keys).flatMap((user) => {
      const { email } = contactOf(playbook, user);
      return email === undefined ? [] : [{ user, email }];
    });
  const leads = addressed(playbook.team.leads);
  return leads.length > 0 ? leads : addressed(playbook.team.members ?? Object.keys(playbook.team.people)).slice(0, 1);
}
