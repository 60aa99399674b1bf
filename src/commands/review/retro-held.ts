import { z } from 'zod';
import { holdRetro } from '../../workflows/review/change-retro.ts';
import { incidentCommand } from '../command.ts';

export const retroHeld = incidentCommand({
  name: 'retro held',
  summary: { en: 'Say that the retrospective was held.', ko: '회고를 마쳤다고 기록합니다.' },
  args: z.object({}),
  words: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident }) => {
    const held = await holdRetro(runtime, { cause, actor, incidentId: incident.id });
    return { show: 'reviewDone', view: { done: 'held', incident, ...held } };
  },
});
