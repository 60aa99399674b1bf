import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { impactToState, stateImpact } from '../../workflows/recovery/state-impact.ts';
import { about, duration, prose } from '../arguments.ts';
import { incidentCommand } from '../command.ts';

const said = (what: 'cause' | 'who' | 'money' | 'fixedBy') =>
  about(prose(1_000).optional(), {
    what: worded(({ timeline }) => timeline.impactAsk[what]),
    examples: worded(({ timeline }) => [timeline.impactExample[what]]),
  });

/** Typed it opens a form; a program says it all at once. */
export const impact = incidentCommand({
  name: 'impact',
  summary: worded(({ timeline }) => timeline.impactAsk.summary),
  args: z.object({
    cause: said('cause'),
    who: said('who'),
    howMany: about(z.int().min(0).max(1e12).optional(), { what: worded(({ timeline }) => timeline.impactAsk.howMany), examples: [1_200] }),
    lasted: about(duration().optional(), { what: worded(({ timeline }) => timeline.impactAsk.lasted), examples: ['40m'] }),
    money: said('money'),
    fixedBy: said('fixedBy'),
  }),
  words: {},
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, language, args: { lasted, ...words } }) => {
    const impactSaid = { ...words, lastedMs: lasted };
    if (Object.values(impactSaid).every((value) => value === undefined || value === '')) {
      return { ask: 'impact', view: await impactToState(runtime, incident, language) };
    }
    await stateImpact(runtime, { cause, actor, incidentId: incident.id, impact: impactSaid });
    return { show: 'said', view: { said: worded(({ timeline }) => timeline.impactDone(incident.id)) } };
  },
});
