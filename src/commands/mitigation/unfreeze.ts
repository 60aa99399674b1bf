import { z } from 'zod';
import { requirePermission } from '../../domain/incident/permissions.ts';
import { worded } from '../../languages/worded.ts';
import { unfreezeMitigations } from '../../workflows/mitigation/freeze.ts';
import { service } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { serviceWord } from '../words/readers.ts';

export const unfreeze = generalCommand({
  name: 'unfreeze',
  summary: worded(({ commands }) => commands.unfreezeSummary),
  args: z.object({ service: service() }),
  words: { service: serviceWord },
  permission: 'lead',
  changes: true,
  run: async ({ runtime, cause, actor, args }) => {
    // A freeze of everything is lifted by a lead of the home service: that of the place would lift it for the others as well.
    if (args.service === undefined) requirePermission('lead', { actor, playbook: runtime.services.home.playbook });
    return { show: 'freezeNotice', view: await unfreezeMitigations(runtime, { cause, actor, service: args.service }) };
  },
});
