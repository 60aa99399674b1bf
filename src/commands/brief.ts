import { previewBriefing } from '../workflows/preview-briefing.ts';
import { incidentCommand } from './command.ts';

export const brief = incidentCommand<undefined>({
  name: 'brief',
  usage: 'brief [#7]',
  summary: { en: 'The briefing with numbers of this moment, only for you.', ko: '지금 수치로 만든 브리핑을 나에게만 보여 줍니다.' },
  permission: 'everyone',
  evenUnknown: true,
  parse: () => undefined,
  run: async ({ runtime, present, incident }) => ({ message: present.briefing(await previewBriefing(runtime, incident.id)) }),
});
