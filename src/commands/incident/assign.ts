import { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import { ROLES } from '../../domain/incident/states.ts';
import { assignRole } from '../../workflows/incident/assign-role.ts';
import { about, key, person, seen } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { somebody } from '../somebody.ts';
import { choice, mention } from '../words/readers.ts';

export const assign = incidentCommand({
  name: 'assign',
  summary: { en: 'Give a role to somebody, or take it yourself.', ko: '역할을 맡기거나 직접 맡습니다.' },
  args: z.object({
    role: about(z.enum(ROLES).optional(), {
      what: { en: 'role', ko: '역할' },
      examples: ['commander'],
      without: { en: 'Without a role a form opens.', ko: '역할이 없으면 양식이 열립니다.' },
    }),
    person: about(person().optional(), {
      what: { en: 'person', ko: '담당자' },
      examples: ['U0MINJI'],
      expects: { en: 'Name one person by mention', ko: '한 사람을 멘션해 주세요' },
      without: { en: 'Without a name you take the role yourself.', ko: '이름이 없으면 직접 맡습니다.' },
    }),
    /** Who held it, or `nobody`. */
    seen: seen(key()),
  }),
  words: { role: choice(ROLES), person: mention({ orMe: true }) },
  button: {},
  permission: 'everyone',
  changes: true,
  run: async ({ runtime, cause, actor, incident, roles, args: { role, person, seen } }) => {
    if (role === undefined) {
      if (person === undefined) return { ask: 'assign', view: { incident, roles } };
      throw new UserError('bad_role', {
        en: `Say which role: ${ROLES.join(', ')}. For example \`assign commander @name\`.`,
        ko: `어떤 역할인지 적어 주세요: ${ROLES.join(', ')}. 예: \`assign commander @이름\`.`,
      });
    }
    const user = somebody(person, actor);
    const before = seen === 'nobody' ? null : seen;
    await assignRole(runtime, { cause, actor, incidentId: incident.id, role, user, ...(before !== undefined && { seen: before }) });
    return { show: 'done', view: { done: 'assigned', incident, role, user } };
  },
});
