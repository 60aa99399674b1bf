import { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import { worded } from '../../languages/worded.ts';
import { planMaintenance } from '../../workflows/maintenance/change-maintenance.ts';
import { listMaintenance, maintenanceForm } from '../../workflows/maintenance/describe-maintenance.ts';
import { about, prose, service } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { durationIfAny, listOption, momentWord, rest, serviceWord } from '../words/readers.ts';
import { aboutLasting, components, lasting, startsAt } from './arguments.ts';

const TEXT_MAX = 300;

export const maintenancePlan = generalCommand({
  name: 'maintenance plan',
  summary: worded(({ maintenance }) => maintenance.planSummary),
  args: z.object({
    service: service(),
    at: startsAt.optional(),
    lasting: about(lasting.optional(), aboutLasting),
    text: about(prose(TEXT_MAX).optional(), {
      what: worded(({ maintenance }) => maintenance.text),
      examples: worded(({ maintenance }) => maintenance.textExamples),
    }),
    texts: about(z.record(z.string().max(35), prose(TEXT_MAX)).optional(), {
      what: worded(({ maintenance }) => maintenance.texts),
      examples: [{ en: 'Database upgrade' }],
    }),
    components,
  }),
  words: { service: serviceWord, at: momentWord, lasting: durationIfAny, text: rest, components: listOption('components') },
  button: {},
  permission: 'lead',
  changes: true,
  run: async ({ runtime, cause, actor, args }) => {
    const { at, lasting: lastsMs, text, components: named = [] } = args;
    const texts = args.texts ?? (text ? { [runtime.playbook.team.language]: text } : {});
    if (at === undefined || lastsMs === undefined || Object.values(texts).every((one) => one === '')) {
      // Whatever a form lacks is asked for in another; a program is told.
      if (actor.kind === 'person' && args.texts === undefined)
        return { ask: 'maintenance', view: maintenanceForm(runtime, { ...(at && { startsAt: at }), ...(text && { text }) }) };
      throw new UserError(
        'bad_argument',
        worded(({ maintenance }) => maintenance.lacks),
      );
    }
    const { id } = await planMaintenance(runtime, { cause, actor, texts, components: named, startsAt: at, lastsMs });
    return { show: 'maintenance', view: await listMaintenance(runtime, { what: 'planned', id }) };
  },
});
