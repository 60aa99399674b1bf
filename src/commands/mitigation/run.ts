import { z } from 'zod';
import { confirmMitigation } from '../../workflows/mitigation/run/confirm-mitigation.ts';
import { titleOf } from '../../workflows/mitigation/run/run-view.ts';
import { about } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { chosen, mitigationName } from './arguments.ts';

/** What the form sends: a plan must be seen before it is run, so that it cannot be typed. */
export const mitigateRun = incidentCommand({
  name: 'mitigate run',
  summary: { en: 'Run a mitigation whose plan was shown.', ko: '계획을 확인한 조치를 실행합니다.' },
  args: z.object({
    name: mitigationName(),
    chosen: chosen(),
    shown: about(z.string().regex(/^[a-z0-9.]{0,100}$/), {
      what: { en: 'fingerprint of the plan that was shown', ko: '확인한 계획의 지문' },
      examples: ['1a2b.3c4d'],
    }),
    typed: about(z.string().max(3_000).optional(), {
      what: { en: 'what was typed to confirm', ko: '확인용 입력' },
      examples: ['coupon-issue'],
    }),
  }),
  hint: {
    en: 'A plan is run from its form, because it must be seen first: `mitigate scale-consumers` opens it.',
    ko: '계획은 먼저 보아야 하므로 양식에서 실행합니다. 양식 열기: `mitigate scale-consumers`.',
  },
  permission: 'everyone',
  changes: true,
  run: async ({ runtime, cause, actor, place, incident, args: { name, chosen, shown, typed } }) => {
    const wanted = { cause, actor, incidentId: incident.id, name, chosen, shown, typed, viewId: place.form };
    const outcome = await confirmMitigation(runtime, wanted);
    if ('form' in outcome) return { ask: 'mitigation', view: outcome.form };
    return { show: 'mitigationBegun', view: { incident, title: titleOf(runtime, name), state: outcome.begun.state } };
  },
});
