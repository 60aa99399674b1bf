import { z } from 'zod';
import { assignFollowUp } from '../../workflows/review/change-follow-ups.ts';
import { about, person } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { somebody } from '../somebody.ts';
import { mention, word } from '../words/readers.ts';
import { followUpRow } from './follow-up-row.ts';

export const followUpsAssign = incidentCommand({
  name: 'followups assign',
  summary: { en: 'Give a follow-up to somebody, or take it.', ko: '후속 작업의 담당자를 정합니다.' },
  args: z.object({
    row: followUpRow,
    owner: about(person().optional(), {
      what: { en: 'owner', ko: '담당자' },
      examples: ['U0MINJI'],
      expects: { en: 'Name one person by mention', ko: '한 사람을 멘션해 주세요' },
      without: { en: 'Without a name you take it.', ko: '이름이 없으면 직접 맡습니다.' },
    }),
  }),
  words: { row: word, owner: mention({ orMe: true }) },
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args }) => {
    const wanted = { cause, actor, incidentId: incident.id, rowId: args.row, owner: somebody(args.owner, actor) };
    const { owner } = await assignFollowUp(runtime, wanted);
    return { show: 'reviewDone', view: { done: 'follow-up-assigned', incident, row: args.row, owner } };
  },
});
