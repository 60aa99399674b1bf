import { z } from 'zod';
import { describeItem, tickItem } from '../../workflows/analysis/change-analysis.ts';
import { about, prose } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { rest, word } from '../words/readers.ts';
import { item } from './item.ts';

const NOTE_MAX = 2_000;

export const analysisDone = incidentCommand({
  name: 'analysis done',
  summary: { en: 'Say that a row of the analysis is done, and what was seen.', ko: '원인 분석 항목을 완료하고 확인한 내용을 적습니다.' },
  args: z.object({
    item,
    note: about(prose(NOTE_MAX).optional(), {
      what: { en: 'what was seen', ko: '확인한 내용' },
      examples: { en: ['timeouts are set everywhere'], ko: ['타임아웃이 모두 설정되어 있음'] },
    }),
    ask: about(z.boolean().optional(), { what: { en: 'ask for a note in a form', ko: '양식으로 메모 받기' }, examples: [true] }),
  }),
  words: { item: word, note: rest },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { item, note, ask } }) => {
    if (ask) return { ask: 'analysisNote', view: { incident, ...(await describeItem(runtime, incident.id, item)) } };
    const ticked = await tickItem(runtime, { cause, actor, incidentId: incident.id, item, note: note || undefined });
    return { show: 'analysisDone', view: { done: 'ticked', incident, ...ticked } };
  },
});
