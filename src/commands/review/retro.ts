import { z } from 'zod';
import { describeRetro } from '../../workflows/review/change-retro.ts';
import { incidentCommand } from '../command.ts';

export const retro = incidentCommand({
  name: 'retro',
  summary: { en: 'The retrospective: when it is and who comes.', ko: '회고 일정과 참석자를 봅니다.' },
  args: z.object({}),
  words: {},
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, incident }) => ({ show: 'retroStatus', view: await describeRetro(runtime, incident.id) }),
});
