import { z } from 'zod';
import { describeIncident } from '../../workflows/incident/describe-incident.ts';
import { incidentCommand } from '../command.ts';

export const status = incidentCommand({
  name: 'status',
  summary: { en: 'Where an incident stands: numbers, roles, deadlines.', ko: '장애의 현재 상태(수치, 역할, 기한)를 봅니다.' },
  args: z.object({}),
  words: {},
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, incident }) => ({ show: 'status', view: await describeIncident(runtime, incident.id) }),
});
