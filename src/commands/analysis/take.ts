import { z } from 'zod';
import { takeItem } from '../../workflows/analysis/change-analysis.ts';
import { about, person, seen } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { somebody } from '../somebody.ts';
import { mention, word } from '../words/readers.ts';
import { item } from './item.ts';

export const analysisTake = incidentCommand({
  name: 'analysis take',
  summary: { en: 'Take a row of the analysis, or give it to somebody.', ko: '원인 분석 항목을 맡거나 다른 사람에게 맡깁니다.' },
  args: z.object({
    item,
    owner: about(person().optional(), {
      what: { en: 'owner', ko: '담당자' },
      examples: ['U0MINJI'],
      expects: { en: 'Name one person by mention', ko: '한 사람을 멘션해 주세요' },
      without: { en: 'Without a name you take it.', ko: '이름이 없으면 직접 맡습니다.' },
    }),
    /** Nobody had it. */
    seen: seen(z.literal('nobody')),
  }),
  words: { item: word, owner: mention({ orMe: true }) },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args }) => {
    const first = args.seen === 'nobody' && ({ first: true } as const);
    const taken = await takeItem(runtime, {
      cause,
      actor,
      incidentId: incident.id,
      item: args.item,
      owner: somebody(args.owner, actor),
      ...first,
    });
    return { show: 'analysisDone', view: { done: 'taken', incident, ...taken } };
  },
});
