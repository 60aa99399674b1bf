import { z } from 'zod';
import { PermanentError, UserError } from '../../../domain/errors.ts';
import { worded } from '../../../languages/worded.ts';
import type { MitigationContext, MitigationKind } from './mitigation.ts';
import { dialOf, turnDials } from './turn-dials.ts';

const settings = z.strictObject({
  /** What is offered: latest, earliest, an ISO time, or offsets by partition such as 0:120,1:98. */
  to: z.string().min(1).optional(),
});
type Settings = z.infer<typeof settings>;

const turning = turnDials<Settings>({
  name: 'set-offsets',
  targets: ['kafka'],
  targetTrouble: ({ kafka }) => (kafka?.set === 'offsets' ? undefined : 'sets no offsets: write `set: offsets` and the group'),
  settings,
  label: worded(({ mitigationKinds }) => mitigationKinds.whereTheGroupGoesOnReading),
  undo: worded(({ mitigationKinds }) => mitigationKinds.groupGoesBackToWhereItStoodIfItHasRead),
  parameters: () => [
    {
      key: 'to',
      title: worded(({ mitigationKinds }) => mitigationKinds.whereTo),
      hint: worded(({ mitigationKinds }) => mitigationKinds.latestEarliestATimeSuchAs),
      kind: 'text',
      optional: true,
    },
  ],
  turn: ({ chosen, settings: wanted }) => {
    const to = String(chosen.to || wanted.to || '').trim();
    if (to !== '') return { to };
    throw new UserError(
      'no_default',
      worded(({ mitigationKinds }) => mitigationKinds.sayWhereTheGroupIsToGoOn),
    );
  },
  typed: groupOf,
  warn: () => [worded(({ mitigationKinds }) => mitigationKinds.whatIsSkippedIsNeverProcessed)],
});

/** Where a group goes on reading. Only for whoever types the group's name: messages may be lost or processed twice. */
export const setOffsets: MitigationKind<Settings> = {
  ...turning,
  undo: (request) =>
    request.plan.changes
      .filter(({ id }) => request.attempted.has(`set.${id}`))
      .map(({ id, where, to, back }) => ({
        name: `back.${id}`,
        run: async (ask) => {
          // Read as numbers, set as a place: only the dial knows whether they are still where it put them.
          const timeoutMs = request.runtime.playbook.mitigating.timeout;
          await dialOf(request, where).write({ from: { value: to }, to: back, key: `${request.key}:${id}:back` }, { timeoutMs, ask });
          return `${where}: ${String(back)}`;
        },
      })),
};

function groupOf({ spec, name }: Pick<MitigationContext<Settings>, 'spec' | 'name'>): string {
  const group = spec.on[0]?.kafka?.group;
  if (group !== undefined) return group;
  throw new PermanentError(
    'invalid',
    worded(({ mitigationKinds }) => mitigationKinds.needsTheGroupWhoseOffsetsAreSet(name)),
  );
}
