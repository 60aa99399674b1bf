import { z } from 'zod';
import { askForItem } from '../../workflows/analysis/change-analysis.ts';
import { incidentCommand } from '../command.ts';
import { word } from '../words/readers.ts';
import { item } from './item.ts';

export const analysisRun = incidentCommand({
  name: 'analysis run',
  summary: { en: 'Have a row of the analysis collected now.', ko: '원인 분석 항목을 지금 수집합니다.' },
  args: z.object({ item }),
  words: { item: word },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args }) => {
    const { item } = await askForItem(runtime, { cause, actor, incidentId: incident.id, item: args.item });
    return { show: 'analysisDone', view: { done: 'asked', incident, item } };
  },
});
