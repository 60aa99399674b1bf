import { UserError } from '../domain/errors.ts';
import { isSeverity, type Severity } from '../domain/incident.ts';
import { changeSeverity } from '../workflows/change-severity.ts';
import { incidentCommand } from './command.ts';

export const severity = incidentCommand<{ severity: Severity; reason?: string }>({
  name: 'severity',
  usage: 'severity [#7] sev1|sev2|sev3 [reason]',
  summary: { en: 'Change how bad it is.', ko: '심각도를 바꿉니다.' },
  permission: 'responder',
  parse: (words) => {
    const [first = '', ...rest] = words.trim().split(/\s+/);
    const chosen = first.toLowerCase();
    if (!isSeverity(chosen)) {
      throw new UserError('bad_severity', {
        en: 'Say which: `severity sev1` (critical), `severity sev2` (high) or `severity sev3` (medium).',
        ko: '심각도를 적어 주세요: `severity sev1` (심각), `severity sev2` (높음), `severity sev3` (중간).',
      });
    }
    const reason = rest.join(' ').trim();
    return { severity: chosen, ...(reason && { reason }) };
  },
  run: async ({ runtime, present, invocation, incident, args }) => {
    await changeSeverity(runtime, { cause: invocation.cause, actor: invocation.actor, incidentId: incident.id, ...args });
    return { message: present.done({ done: 'severity', incident: { ...incident, severity: args.severity } }) };
  },
});
