import { UserError } from '../domain/errors.ts';
import { isRole, ROLES, type Role } from '../domain/incident.ts';
import { assignRole } from '../workflows/assign-role.ts';
import { incidentCommand } from './command.ts';

/** Without a role: a form. Without a person: whoever asks. */
interface AssignArgs {
  role?: Role;
  user?: string;
}

export const assign = incidentCommand<AssignArgs>({
  name: 'assign',
  usage: 'assign [#7] commander|communications|operations|scribe [@person]',
  summary: { en: 'Give a role to somebody, or take it yourself.', ko: '역할을 맡기거나 직접 맡습니다.' },
  permission: 'everyone',
  parse: parseAssign,
  run: async ({ runtime, present, invocation, incident, roles, args }) => {
    if (args.role === undefined) {
      const view = present.assignModal({ incident, roles });
      return { form: { skeleton: view, view: async () => view } };
    }
    const { cause, actor } = invocation;
    const user = args.user ?? actor.id;
    await assignRole(runtime, { cause, actor, incidentId: incident.id, role: args.role, user });
    return { message: present.done({ done: 'assigned', incident, role: args.role, user }) };
  },
});

function parseAssign(words: string): AssignArgs {
  const [first = '', second = '', ...rest] = words.trim().split(/\s+/);
  if (first === '') return {};
  const role = first.toLowerCase();
  if (!isRole(role))
    throw new UserError('bad_role', {
      en: `There is no role "${first}". The roles are ${ROLES.join(', ')}.`,
      ko: `"${first}"(이)라는 역할은 없습니다. 역할: ${ROLES.join(', ')}.`,
    });
  if (second === '' || second.toLowerCase() === 'me') return { role };
  // Slack sends a mention as <@U123|name> when the manifest asks it to escape.
  const user = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(second)?.[1];
  if (user === undefined || rest.length > 0) {
    throw new UserError('bad_person', {
      en: `Name one person by mention: \`assign ${role} @name\`; without a name you take the role yourself.`,
      ko: `한 사람을 멘션해 주세요: \`assign ${role} @이름\`. 이름이 없으면 직접 맡습니다.`,
    });
  }
  return { role, user };
}
