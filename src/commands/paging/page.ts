import { z } from 'zod';
import { ONCALL_LEVELS } from '../../domain/oncall/levels.ts';
import { pageSomebody } from '../../workflows/paging/page-somebody.ts';
import { about, person, prose } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { choice, either, mention, rest } from '../words/readers.ts';

const level = z.enum(ONCALL_LEVELS);

export const page = incidentCommand({
  name: 'page',
  summary: { en: 'Call somebody, or whoever is on call.', ko: '특정인 또는 온콜 담당자를 호출합니다.' },
  args: z.object({
    whom: about(z.union([level, person()]), {
      what: { en: 'person or level', ko: '사람 또는 단계' },
      examples: ['U0MINJI', 'L2', 'operations'],
      expects: {
        en: 'Say whom: `page L2 why`, `page operations why`, or a person by mention',
        ko: '누구를 부를지 적어 주세요: `page L2 이유`, `page operations 이유`, 또는 멘션',
      },
    }),
    reason: about(prose(3_000).optional(), {
      what: { en: 'why', ko: '이유' },
      examples: { en: ['needs the database password'], ko: ['데이터베이스 암호가 필요함'] },
    }),
  }),
  words: { whom: either(mention(), choice(ONCALL_LEVELS, { ops: 'operations' })), reason: rest },
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { whom, reason } }) => {
    const asked = level.safeParse(whom);
    const { users } = await pageSomebody(runtime, {
      cause,
      actor,
      incidentId: incident.id,
      whom: asked.success ? { level: asked.data } : { user: whom },
      ...(reason && { reason }),
    });
    return { show: 'done', view: { done: 'paged', incident, users } };
  },
});
