import { z } from 'zod';
import { takeTheirs } from '../../workflows/updates/pages/settle-drift.ts';
import { incidentCommand } from '../command.ts';
import { page, pageWord, seenDrift } from './page-argument.ts';

export const updateTakeTheirs = incidentCommand({
  name: 'update take-theirs',
  summary: {
    en: 'Take what somebody wrote on an external page as a correction of the update, on every surface.',
    ko: '외부 상태 페이지에 직접 쓴 문구를 정정으로 받아들여 모든 곳에 반영합니다.',
  },
  args: z.object({ page: page(), seen: seenDrift() }),
  words: { page: pageWord },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { page, seen } }) => {
    const { title } = await takeTheirs(runtime, { cause, actor, incidentId: incident.id, page, seen });
    return { show: 'done', view: { done: 'drift-settled', incident, page: title, how: 'theirs' } };
  },
});
