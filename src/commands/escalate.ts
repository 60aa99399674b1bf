import { UserError } from '../domain/errors.ts';
import type { OncallLevel } from '../domain/views.ts';
import { escalateNow } from '../workflows/escalate.ts';
import { incidentCommand } from './command.ts';

/** The step that the person saw, when a button was pressed: whoever is second is told so. */
export const escalate = incidentCommand<{ expectedStep?: number }>({
  name: 'escalate',
  usage: 'escalate [#7]',
  summary: { en: 'Page the next level now.', ko: '다음 단계를 지금 호출합니다.' },
  permission: 'responder',
  parse: (words) => {
    const text = words.trim();
    if (text === '') return {};
    const step = /^step=(\d{1,2})$/.exec(text)?.[1];
    if (step === undefined)
      throw new UserError('bad_escalate', {
        en: '`escalate` needs nothing behind it. To call one person: `page @name why`.',
        ko: '`escalate` 뒤에는 아무것도 적지 않습니다. 한 사람을 부르려면: `page @이름 이유`.',
      });
    return { expectedStep: Number(step) };
  },
  run: async ({ runtime, present, invocation, incident, args }) => {
    const { cause, actor } = invocation;
    const { level } = await escalateNow(runtime, { cause, actor, incidentId: incident.id, ...args });
    return { message: present.done({ done: 'escalated', incident, level: level as OncallLevel }) };
  },
});
