import { describeIncident } from '../workflows/describe-incident.ts';
import { incidentCommand } from './command.ts';

export const status = incidentCommand<undefined>({
  name: 'status',
  usage: 'status [#7]',
  summary: { en: 'Where an incident stands: numbers, roles, deadlines.', ko: '장애의 현재 상태(수치, 역할, 기한)를 봅니다.' },
  permission: 'everyone',
  evenUnknown: true,
  parse: () => undefined,
  run: async ({ runtime, present, incident }) => ({ message: present.status(await describeIncident(runtime, incident.id)) }),
});
