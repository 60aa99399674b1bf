import { z } from 'zod';
import type { OncallLevel } from '../../domain/oncall/levels.ts';
import { escalateNow } from '../../workflows/paging/escalate.ts';
import { seen } from '../arguments.ts';
import { incidentCommand } from '../command.ts';

export const escalate = incidentCommand({
  name: 'escalate',
  summary: { en: 'Page the next level now.', ko: '다음 단계를 지금 호출합니다.' },
  args: z.object({
    /** The step that was shown as the next one: whoever is second is told so. */
    seen: seen(z.int().min(0).max(99)),
  }),
  words: {},
  hint: { en: 'To call one person: `page @name why`.', ko: '한 사람을 부르려면: `page @이름 이유`.' },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { seen } }) => {
    const expected = seen === undefined ? {} : { expectedStep: seen };
    const { level } = await escalateNow(runtime, { cause, actor, incidentId: incident.id, ...expected });
    return { show: 'done', view: { done: 'escalated', incident, level: level as OncallLevel } };
  },
});
