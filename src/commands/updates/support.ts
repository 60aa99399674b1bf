import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { supportGuideView } from '../../workflows/updates/surfaces/support.ts';
import { incidentCommand } from '../command.ts';

export const support = incidentCommand({
  name: 'support',
  summary: worded(({ commands }) => commands.supportSummary),
  args: z.object({}),
  words: {},
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, incident, language }) => {
    const last = await runtime.storage.updateTexts.last(incident.id);
    return { show: 'supportGuide', view: supportGuideView(runtime, incident, last, language) };
  },
});
