import { z } from 'zod';
import { keepDeadline } from '../../workflows/deadlines/keep-deadline.ts';
import { about, proseWithin, row } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { rest, word } from '../words/readers.ts';

const HOW = { en: 'Name the row and say what was done', ko: '항목과 한 일을 적어 주세요' };

export const keep = incidentCommand({
  name: 'keep',
  summary: {
    en: 'Say that a deadline was kept, such as `keep R2 traffic replayed`.',
    ko: '기한 이행을 기록합니다. 예: `keep R2 트래픽 재현 완료`',
  },
  args: z.object({
    row: about(row(), { what: { en: 'row', ko: '항목' }, examples: ['R2'], expects: HOW }),
    note: about(proseWithin(3_000), {
      what: { en: 'what was done', ko: '한 일' },
      examples: { en: ['traffic replayed in staging'], ko: ['스테이징에서 트래픽 재현'] },
      expects: HOW,
    }),
  }),
  words: { row: word, note: rest },
  hint: { en: '`deadlines` lists the rows.', ko: '항목 목록: `deadlines`.' },
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { row, note } }) => {
    const { rowId, late } = await keepDeadline(runtime, { cause, actor, incidentId: incident.id, rowId: row, note });
    return { show: 'done', view: { done: 'kept', incident, row: rowId, late } };
  },
});
