import { z } from 'zod';
import { keepOurs } from '../../workflows/updates/pages/settle-drift.ts';
import { incidentCommand } from '../command.ts';
import { page, pageWord, seenDrift } from './page-argument.ts';

export const updateKeepOurs = incidentCommand({
  name: 'update keep-ours',
  summary: {
    en: 'Put back on an external page what somebody changed there by hand.',
    ko: '외부 상태 페이지에서 직접 바뀐 내용을 우리 문구로 되돌립니다.',
  },
  args: z.object({ page: page(), seen: seenDrift() }),
  words: { page: pageWord },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { page, seen } }) => {
    const { title } = await keepOurs(runtime, { cause, actor, incidentId: incident.id, page, seen });
    return { show: 'done', view: { done: 'drift-settled', incident, page: title, how: 'ours' } };
  },
});
