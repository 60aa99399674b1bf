import { UserError } from '../domain/errors.ts';
import { assignFollowUp, finishFollowUp, listFollowUps } from '../workflows/review/change-follow-ups.ts';
import { incidentCommand } from './command.ts';

type FollowUpArgs = { do: 'show' } | { do: 'done'; row: string } | { do: 'assign'; row: string; owner: string | undefined };

export const followUps = incidentCommand<FollowUpArgs>({
  name: 'followups',
  usage: 'followups [#7] [done N1 | assign N1 @person]',
  summary: { en: 'The work after recovery: see it, finish it, give it to somebody.', ko: '후속 작업을 보고, 완료하고, 담당자를 정합니다.' },
  permission: (args) => (args.do === 'show' ? 'everyone' : 'responder'),
  evenUnknown: (args) => args.do === 'show',
  parse: (words) => {
    const [verb = '', row = '', person = '', ...rest] = words.trim().split(/\s+/);
    const word = verb.toLowerCase();
    if (word === '') return { do: 'show' };
    const rowId = row.toUpperCase();
    if (word === 'done' && rowId !== '' && person === '') return { do: 'done', row: rowId };
    if (word === 'assign' && rowId !== '' && rest.length === 0) return { do: 'assign', row: rowId, owner: mentioned(person) };
    throw new UserError('bad_follow_ups', {
      en: 'Write `followups`, `followups done N1`, or `followups assign N1 @name` (without a name: you).',
      ko: '`followups`, `followups done N1`, `followups assign N1 @이름` 가운데 하나로 적어 주세요. 이름이 없으면 직접 맡습니다.',
    });
  },
  run: async ({ runtime, present, invocation, incident, args }) => {
    const { cause, actor } = invocation;
    const change = { cause, actor, incidentId: incident.id };
    if (args.do === 'show') return { message: present.followUps(await listFollowUps(runtime, incident)) };
    const { row } = args;
    if (args.do === 'done') {
      const { first, by } = await finishFollowUp(runtime, { ...change, rowId: row });
      return { message: present.reviewDone({ done: first ? 'follow-up-done' : 'follow-up-was-done', incident, row, by }) };
    }
    const { owner } = await assignFollowUp(runtime, { ...change, rowId: row, owner: args.owner ?? actor.id });
    return { message: present.reviewDone({ done: 'follow-up-assigned', incident, row, owner }) };
  },
});

/** Slack sends a mention as <@U123|name>. Nobody: whoever asks. */
function mentioned(person: string): string | undefined {
  if (person === '' || person.toLowerCase() === 'me') return undefined;
  const user = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(person)?.[1];
  if (user === undefined)
    throw new UserError('bad_person', {
      en: 'Name one person by mention: `followups assign N1 @name`; without a name you take it.',
      ko: '한 사람을 멘션해 주세요: `followups assign N1 @이름`. 이름이 없으면 직접 맡습니다.',
    });
  return user;
}
