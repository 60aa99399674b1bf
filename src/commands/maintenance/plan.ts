import { z } from 'zod';
import { planMaintenance } from '../../workflows/maintenance/change-maintenance.ts';
import { listMaintenance } from '../../workflows/maintenance/describe-maintenance.ts';
import { about, prose, service } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { duration, listOption, momentWord, rest, serviceWord } from '../words/readers.ts';
import { aboutLasting, components, lasting, startsAt } from './arguments.ts';

export const maintenancePlan = generalCommand({
  name: 'maintenance plan',
  summary: {
    en: 'Plan maintenance: the status page tells it, and alerts of its components call nobody meanwhile.',
    ko: '점검을 예약합니다. 상태 페이지에 안내하고, 그동안 해당 구성 요소의 알림은 아무도 부르지 않습니다.',
  },
  args: z.object({
    service: service(),
    at: startsAt,
    lasting: about(lasting, aboutLasting),
    text: about(prose(300).min(1), {
      what: { en: 'what is done, as users read it', ko: '이용자가 읽을 점검 내용' },
      examples: { en: ['Database upgrade'], ko: ['데이터베이스 업그레이드'] },
    }),
    components,
  }),
  words: { service: serviceWord, at: momentWord, lasting: duration, text: rest, components: listOption('components') },
  permission: 'lead',
  changes: true,
  run: async ({ runtime, cause, actor, args: { at, lasting: lastsMs, text, components: named = [] } }) => {
    const texts = { [runtime.playbook.team.language]: text };
    const { id } = await planMaintenance(runtime, { cause, actor, texts, components: named, startsAt: at, lastsMs });
    return { show: 'maintenance', view: await listMaintenance(runtime, { what: 'planned', id }) };
  },
});
