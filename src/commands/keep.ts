import { UserError } from '../domain/errors.ts';
import { keepDeadline } from '../workflows/keep-deadline.ts';
import { incidentCommand } from './command.ts';

export const keep = incidentCommand<{ rowId: string; note: string }>({
  name: 'keep',
  usage: 'keep [#7] <row> what was done',
  summary: {
    en: 'Say that a deadline was kept, such as `keep R2 traffic replayed`.',
    ko: '기한 이행을 기록합니다. 예: `keep R2 트래픽 재현 완료`',
  },
  permission: 'responder',
  parse: (words) => {
    const [, row = '', note = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(words) ?? [];
    if (!/^[a-z]\d$/i.test(row) || note.trim() === '') {
      throw new UserError('bad_keep', {
        en: 'Name the row and say what was done: `keep R2 traffic replayed in staging`. `deadlines` lists the rows.',
        ko: '항목과 한 일을 적어 주세요: `keep R2 스테이징에서 트래픽 재현`. 항목 목록: `deadlines`.',
      });
    }
    return { rowId: row.toUpperCase(), note: note.trim() };
  },
  run: async ({ runtime, present, invocation, incident, args }) => {
    const { cause, actor } = invocation;
    const { rowId, late } = await keepDeadline(runtime, { cause, actor, incidentId: incident.id, ...args });
    return { message: present.done({ done: 'kept', incident, row: rowId, late }) };
  },
});
