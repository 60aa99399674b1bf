import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { describeOffers } from '../../workflows/mitigation/describe-offers.ts';
import { formSkeleton, planMitigation } from '../../workflows/mitigation/plan-mitigation.ts';
import { incidentCommand } from '../command.ts';
import { pairs } from '../words/readers.ts';
import { chosen, mitigation, mitigationName } from './arguments.ts';

export const mitigate = incidentCommand({
  name: 'mitigate',
  summary: worded(({ commands }) => commands.mitigateSummary),
  args: z.object({ name: mitigationName().optional(), chosen: chosen().default({}) }),
  words: { name: mitigation, chosen: pairs },
  button: {},
  // Who may run what is the playbook's to say, for each mitigation: the guard of the use case asks under the lock where the answer stays true.
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, actor, incident, args: { name, chosen } }) => {
    const incidentId = incident.id;
    if (name === undefined) return { show: 'mitigationOffers', view: await describeOffers(runtime, { incidentId, actor }) };
    return {
      ask: 'mitigation',
      view: formSkeleton(runtime, { incident, name, chosen }),
      whole: async () => await planMitigation(runtime, { incidentId, name, chosen, actor }),
    };
  },
});
