import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { freezeMitigations } from '../../workflows/mitigation/freeze.ts';
import { about, prose, service } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { rest, serviceWord } from '../words/readers.ts';

export const freeze = generalCommand({
  name: 'freeze',
  summary: worded(({ commands }) => commands.freezeSummary),
  args: z.object({
    service: service(),
    reason: about(prose(500).optional(), {
      what: worded(({ commands }) => commands.freezeReason),
      examples: worded(({ commands }) => commands.freezeReasonExamples),
    }),
  }),
  words: { service: serviceWord, reason: rest },
  // Stopping needs less than starting: whoever sees that something goes wrong, on call or not, and while Slack does not say who they are.
  permission: 'everyone',
  changes: true,
  evenUnknown: true,
  run: async ({ runtime, cause, actor, args: { service: of, reason } }) => ({
    show: 'freezeNotice',
    view: await freezeMitigations(runtime, { cause, actor, service: of, reason: reason || undefined }),
  }),
});
