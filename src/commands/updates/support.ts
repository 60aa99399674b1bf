import { z } from 'zod';
import { supportGuideView } from '../../workflows/updates/surfaces/support.ts';
import { incidentCommand } from '../command.ts';

export const support = incidentCommand({
  name: 'support',
  summary: {
    en: 'The guide for customer support: what to tell, and what not to promise.',
    ko: '고객센터 안내: 응대 방법과 약속하지 말아야 할 것을 봅니다.',
  },
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
