import { UserError } from '../domain/errors.ts';
import { editUpdate, nextUpdateOf, postUpdateNow, skipUpdate } from '../workflows/steer-updates.ts';
import { incidentCommand } from './command.ts';

type UpdateArgs = { do: 'show' } | { do: 'now' } | { do: 'skip' } | { do: 'edit'; text: string };

export const update = incidentCommand<UpdateArgs>({
  name: 'update',
  usage: 'update [#7] [now | skip | edit <text>]',
  summary: {
    en: 'The next regular update: see it, post it now, skip it once, or write its text.',
    ko: '정기 업데이트를 보거나 지금 게시하고, 건너뛰거나, 문구를 씁니다.',
  },
  permission: 'responder',
  parse: (words) => {
    const [, verb = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(words) ?? [];
    const word = verb.toLowerCase();
    if (word === '') return { do: 'show' };
    if (word === 'now' || word === 'skip') return { do: word };
    if (word === 'edit' && rest.trim() !== '') return { do: 'edit', text: rest.trim().slice(0, 2_000) };
    throw new UserError('bad_update', {
      en: 'Write `update now`, `update skip`, or `update edit` and the text that the next update begins with.',
      ko: '`update now`, `update skip` 또는 다음 업데이트의 첫머리에 쓸 글을 붙인 `update edit` 가운데 하나로 적어 주세요.',
    });
  },
  run: async ({ runtime, present, invocation, incident, args }) => {
    const { clock } = runtime;
    const change = { cause: invocation.cause, actor: invocation.actor, incidentId: incident.id };
    const now = clock.now();
    if (args.do === 'show') return { message: present.nextUpdate(await nextUpdateOf(runtime, incident)) };
    if (args.do === 'now') {
      await postUpdateNow(runtime, change);
      return { message: present.done({ done: 'update-posted', incident }) };
    }
    if (args.do === 'skip') {
      const { nextAt } = await skipUpdate(runtime, change);
      return { message: present.done({ done: 'update-skipped', incident, nextAt: new Date(nextAt), now }) };
    }
    const { nextAt } = await editUpdate(runtime, { ...change, text: args.text });
    return { message: present.done({ done: 'update-saved', incident, nextAt: new Date(nextAt), now }) };
  },
});
