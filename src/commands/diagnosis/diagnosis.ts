import { z } from 'zod';
import { diagnosisView } from '../../workflows/diagnosis/diagnosis-view.ts';
import { incidentCommand } from '../command.ts';

export const diagnosis = incidentCommand({
  name: 'diagnosis',
  summary: { en: 'The likely cause with its evidence.', ko: '유력한 원인과 근거를 봅니다.' },
  args: z.object({}),
  words: {},
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, incident }) => ({
    show: 'diagnosis',
    view: diagnosisView(runtime, incident, await runtime.storage.diagnoses.of(incident.id)),
  }),
});
