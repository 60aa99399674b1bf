import { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import { planMaintenance } from '../../workflows/maintenance/change-maintenance.ts';
import { listMaintenance, maintenanceForm } from '../../workflows/maintenance/describe-maintenance.ts';
import { about, prose, service } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { durationIfAny, listOption, momentWord, rest, serviceWord } from '../words/readers.ts';
import { aboutLasting, components, lasting, startsAt } from './arguments.ts';

const TEXT_MAX = 300;

export const maintenancePlan = generalCommand({
  name: 'maintenance plan',
  summary: {
    en: 'Plan maintenance, in a form or at once: the status page tells it, and alerts of its components call nobody meanwhile.',
    ko: '점검을 양식이나 한 줄로 예약합니다. 상태 페이지에 안내하고, 그동안 해당 구성 요소의 알림은 아무도 부르지 않습니다.',
  },
  args: z.object({
    service: service(),
    at: startsAt.optional(),
    lasting: about(lasting.optional(), aboutLasting),
    text: about(prose(TEXT_MAX).optional(), {
      what: { en: 'what is done, as users read it', ko: '이용자가 읽을 점검 내용' },
      examples: { en: ['Database upgrade'], ko: ['데이터베이스 업그레이드'] },
    }),
    texts: about(z.record(z.string().max(35), prose(TEXT_MAX)).optional(), {
      what: { en: 'the same by language', ko: '언어별 점검 내용' },
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
      throw new UserError('bad_argument', {
        en: 'Say when it begins (`at`), how long it lasts (`lasting`) and what is done (`text`).',
        ko: '시작 시각(`at`), 기간(`lasting`), 점검 내용(`text`)을 적어 주세요.',
      });
    }
    const { id } = await planMaintenance(runtime, { cause, actor, texts, components: named, startsAt: at, lastsMs });
    return { show: 'maintenance', view: await listMaintenance(runtime, { what: 'planned', id }) };
  },
});
