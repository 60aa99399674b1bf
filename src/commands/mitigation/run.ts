import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { confirmMitigation } from '../../workflows/mitigation/run/confirm-mitigation.ts';
import { titleOf } from '../../workflows/mitigation/run/run-view.ts';
import { about } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { chosen, mitigationName } from './arguments.ts';

/** What the form sends: a plan must be seen before it is run, so that it cannot be typed. */
export const mitigateRun = incidentCommand({
  name: 'mitigate run',
  summary: worded(({ commands }) => commands.mitigateRunSummary),
  args: z.object({
    name: mitigationName(),
    chosen: chosen(),
    shown: about(z.string().regex(/^[a-z0-9.]{0,100}$/), {
      what: worded(({ commands }) => commands.mitigateRunShown),
      examples: ['1a2b.3c4d'],
    }),
    typed: about(z.string().max(3_000).optional(), {
      what: worded(({ commands }) => commands.mitigateRunTyped),
      examples: ['coupon-issue'],
    }),
  }),
  hint: worded(({ commands }) => commands.mitigateRunHint),
  permission: 'everyone',
  changes: true,
  run: async ({ runtime, cause, actor, place, incident, args: { name, chosen, shown, typed } }) => {
    const wanted = { cause, actor, incidentId: incident.id, name, chosen, shown, typed, viewId: place.form };
    const outcome = await confirmMitigation(runtime, wanted);
    if ('form' in outcome) return { ask: 'mitigation', view: outcome.form };
    return { show: 'mitigationBegun', view: { incident, title: titleOf(runtime, name), state: outcome.begun.state } };
  },
});
