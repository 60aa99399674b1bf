import { UserError } from '../domain/errors.ts';
import { listIncidents } from '../workflows/list-incidents.ts';
import { generalCommand } from './command.ts';

interface ListArgs {
  scope: 'active' | 'all';
  page: number;
}

export const list = generalCommand<ListArgs>({
  name: 'list',
  usage: 'list [all] [page]',
  summary: { en: 'Incidents under way, or all of them.', ko: '진행 중이거나 전체 장애 목록을 봅니다.' },
  permission: 'everyone',
  evenUnknown: true,
  parse: (words) => {
    const args: ListArgs = { scope: 'active', page: 1 };
    for (const word of words.toLowerCase().split(/\s+/).filter(Boolean)) {
      if (word === 'all') args.scope = 'all';
      else if (/^\d{1,4}$/.test(word)) args.page = Number(word);
      else
        throw new UserError('bad_list', {
          en: 'Write `list`, `list all`, or a page number behind it such as `list all 2`.',
          ko: '`list`, `list all` 또는 `list all 2` 처럼 쪽 번호를 붙여 적어 주세요.',
        });
    }
    return args;
  },
  run: async ({ runtime, present, invocation, args }) => {
    const incidents = await listIncidents(runtime, { scope: args.scope, actor: invocation.actor });
    return { message: present.list({ incidents, page: args.page, scope: args.scope, now: runtime.clock.now() }) };
  },
});
