import { z } from 'zod';
import { approveUpdate } from '../../workflows/updates/steer-updates.ts';
import { about, key, seen } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { texts } from './arguments.ts';

export const updateApprove = incidentCommand({
  name: 'update approve',
  summary: { en: 'Approve the next update as it was drafted.', ko: '다음 업데이트 초안을 그대로 승인합니다.' },
  args: z.object({
    texts: texts().optional(),
    now: about(z.boolean().optional(), { what: { en: 'send it now', ko: '지금 보내기' }, examples: [true] }),
    /** Which one was shown as the next. */
    seen: seen(key()),
  }),
  words: {},
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args }) => {
    const { nextAt } = await approveUpdate(runtime, { cause, actor, incidentId: incident.id, ...args });
    if (nextAt === undefined) return { show: 'done', view: { done: 'update-posted', incident } };
    return { show: 'done', view: { done: 'update-approved', incident, nextAt: new Date(nextAt), now: runtime.clock.now() } };
  },
});
