import { z } from 'zod';
import { SEVERITIES } from '../../domain/incident/states.ts';
import { worded } from '../../languages/worded.ts';
import { changeSeverity } from '../../workflows/incident/change-severity.ts';
import { about, prose } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { choice, rest } from '../words/readers.ts';

export const severity = incidentCommand({
  name: 'severity',
  summary: worded(({ incidentCommands }) => incidentCommands.severitySummary),
  args: z.object({
    severity: about(z.enum(SEVERITIES), {
      what: worded(({ incidentCommands }) => incidentCommands.severitySeverity),
      examples: ['sev1'],
      expects: worded(({ incidentCommands }) => incidentCommands.severitySeverityExpects),
    }),
    reason: about(prose(2_000).optional(), {
      what: worded(({ incidentCommands }) => incidentCommands.severityReason),
      examples: worded(({ incidentCommands }) => incidentCommands.severityReasonExamples),
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
