import { UserError } from '../domain/errors.ts';
import type { OncallLevel } from '../domain/views.ts';
import { pageSomebody } from '../workflows/page-somebody.ts';
import { incidentCommand } from './command.ts';

interface PageArgs {
  whom: { user: string } | { level: OncallLevel };
  reason?: string;
}

const LEVELS: Record<string, OncallLevel> = { l1: 'L1', l2: 'L2', operations: 'operations', ops: 'operations' };

export const page = incidentCommand<PageArgs>({
  name: 'page',
  usage: 'page [#7] @person|L1|L2|operations [why]',
  summary: { en: 'Call somebody, or whoever is on call.', ko: '특정인 또는 온콜 담당자를 호출합니다.' },
  permission: 'responder',
  parse: (words) => {
    const [, first = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(words) ?? [];
    const user = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(first)?.[1];
    const level = LEVELS[first.toLowerCase()];
    const reason = rest.trim();
    const whom = user !== undefined ? { user } : level !== undefined ? { level } : undefined;
    if (whom === undefined)
      throw new UserError('bad_page', {
        en: 'Say whom: `page @name why`, `page L2 why` or `page operations why`.',
        ko: '누구를 부를지 적어 주세요: `page @이름 이유`, `page L2 이유`, `page operations 이유`.',
      });
    return { whom, ...(reason && { reason }) };
  },
  run: async ({ runtime, present, invocation, incident, args }) => {
    const { cause, actor } = invocation;
    const { users } = await pageSomebody(runtime, { cause, actor, incidentId: incident.id, ...args });
    return { message: present.done({ done: 'paged', incident, users }) };
  },
});
