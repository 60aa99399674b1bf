import { z } from 'zod';
import { listDeadlines } from '../../workflows/deadlines/list-deadlines.ts';
import { incidentCommand } from '../command.ts';

export const deadlines = incidentCommand({
  name: 'deadlines',
  summary: { en: 'What the process promises by when, and what became of it.', ko: '프로세스가 약속한 기한과 이행 여부를 봅니다.' },
  args: z.object({}),
  words: {},
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, incident }) => ({
    show: 'deadlines',
    view: { incident, deadlines: await listDeadlines(runtime, incident.id), now: runtime.clock.now() },
  }),
});
