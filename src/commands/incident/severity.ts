import { z } from 'zod';
import { SEVERITIES } from '../../domain/incident/states.ts';
import { changeSeverity } from '../../workflows/incident/change-severity.ts';
import { about, prose } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { choice, rest } from '../words/readers.ts';

export const severity = incidentCommand({
  name: 'severity',
  summary: { en: 'Change how bad it is.', ko: '심각도를 바꿉니다.' },
  args: z.object({
    severity: about(z.enum(SEVERITIES), {
      what: { en: 'severity', ko: '심각도' },
      examples: ['sev1'],
      expects: {
        en: 'Say which: `sev1` (critical), `sev2` (high) or `sev3` (medium)',
        ko: '`sev1`(심각), `sev2`(높음), `sev3`(중간) 가운데 하나를 적어 주세요',
      },
    }),
    reason: about(prose(2_000).optional(), {
      what: { en: 'reason', ko: '이유' },
      examples: { en: ['lag above 5000'], ko: ['지연 5000 초과'] },
    }),
  }),
  words: { severity: choice(SEVERITIES), reason: rest },
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { severity, reason } }) => {
    await changeSeverity(runtime, { cause, actor, incidentId: incident.id, severity, ...(reason && { reason }) });
    return { show: 'done', view: { done: 'severity', incident: { ...incident, severity } } };
  },
});
