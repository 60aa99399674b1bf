import { z } from 'zod';
import { describeRetro, proposeRetro } from '../../workflows/review/change-retro.ts';
import { about, moment } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { whoeverAsks } from '../somebody.ts';
import { momentRest } from '../words/readers.ts';

export const retroPropose = incidentCommand({
  name: 'retro propose',
  summary: {
    en: 'Propose another time for the retrospective; without one a form opens.',
    ko: '회고의 다른 시간을 제안합니다. 시각이 없으면 양식이 열립니다.',
  },
  args: z.object({ at: about(moment().optional(), { what: { en: 'time', ko: '시각' }, examples: ['2026-11-25T15:00:00+09:00'] }) }),
  words: { at: momentRest },
  button: {},
  permission: 'everyone',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { at } }) => {
    whoeverAsks(actor);
    if (at === undefined) return { ask: 'retro', view: await describeRetro(runtime, incident.id) };
    const { proposedAt } = await proposeRetro(runtime, { cause, actor, incidentId: incident.id, proposedAt: at });
    return { show: 'reviewDone', view: { done: 'proposed', incident, proposedAt: new Date(proposedAt), now: runtime.clock.now() } };
  },
});
