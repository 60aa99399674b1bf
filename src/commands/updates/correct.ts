import { z } from 'zod';
import { correctionForm } from '../../workflows/updates/describe-updates.ts';
import { correctUpdate } from '../../workflows/updates/steer-updates.ts';
import { about, number } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { numeral } from '../words/readers.ts';
import { texts } from './arguments.ts';

export const updateCorrect = incidentCommand({
  name: 'update correct',
  summary: { en: 'Correct what an update told, on every surface.', ko: '이미 안내한 업데이트를 모든 곳에서 정정합니다.' },
  args: z.object({
    sequence: about(number().optional(), {
      what: { en: 'update', ko: '업데이트 번호' },
      examples: [2],
      expects: { en: 'Say which update by its number', ko: '몇 번째 업데이트인지 번호를 적어 주세요' },
      without: { en: 'Without a number it is the last one.', ko: '번호가 없으면 마지막 업데이트입니다.' },
    }),
    version: about(number().optional(), { what: { en: 'version that is replaced', ko: '바꿀 버전' }, examples: [1] }),
    texts: texts().optional(),
  }),
  words: { sequence: numeral },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { sequence, version, texts } }) => {
    if (texts === undefined || sequence === undefined || version === undefined)
      return { ask: 'update', view: await correctionForm(runtime, incident, sequence) };
    await correctUpdate(runtime, { cause, actor, incidentId: incident.id, texts, sequence, version });
    return { show: 'done', view: { done: 'update-corrected', incident, sequence } };
  },
});
