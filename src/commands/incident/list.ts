import { z } from 'zod';
import { listIncidents } from '../../workflows/incident/list-incidents.ts';
import { about, service } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { choice, numeral, serviceWord } from '../words/readers.ts';

export const list = generalCommand({
  name: 'list',
  summary: { en: 'Incidents under way, or all of them.', ko: '진행 중이거나 전체 장애 목록을 봅니다.' },
  args: z.object({
    service: service(),
    scope: about(z.enum(['active', 'all']).default('active'), { what: { en: 'scope', ko: '범위' }, examples: ['all'] }),
    page: about(z.int().min(0).max(10_000).default(1), { what: { en: 'page', ko: '쪽 번호' }, examples: [2] }),
  }),
  words: { service: serviceWord, scope: choice(['active', 'all']), page: numeral },
  button: { replace: true },
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, actor, args: { service: of, scope, page } }) => {
    const found = await listIncidents(runtime, { scope, page, actor, service: of });
    return { show: 'list', view: { ...found, scope, ...(of !== undefined && { service: of }), now: runtime.clock.now() } };
  },
});
