import { listDeadlines } from '../workflows/list-deadlines.ts';
import { incidentCommand } from './command.ts';

export const deadlines = incidentCommand<undefined>({
  name: 'deadlines',
  usage: 'deadlines [#7]',
  summary: { en: 'What the process promises by when, and what became of it.', ko: '프로세스가 약속한 기한과 이행 여부를 봅니다.' },
  permission: 'everyone',
  evenUnknown: true,
  parse: () => undefined,
  run: async ({ runtime, present, incident }) => ({
    message: present.deadlines({ incident, deadlines: await listDeadlines(runtime, incident.id), now: runtime.clock.now() }),
  }),
});
