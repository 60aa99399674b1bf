import { z } from 'zod';
import { describeAnalysis } from '../../workflows/analysis/change-analysis.ts';
import { incidentCommand } from '../command.ts';

export const analysis = incidentCommand({
  name: 'analysis',
  summary: { en: 'The analysis: its rows, who has them and what is left.', ko: '원인 분석 항목과 담당자, 남은 일을 봅니다.' },
  args: z.object({}),
  words: {},
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, incident }) => ({ show: 'analysisBoard', view: await describeAnalysis(runtime, incident.id) }),
});
