import { UserError } from '../domain/errors.ts';
import { readMoment } from '../domain/retro/read-moment.ts';
import { acceptRetro, describeRetro, holdRetro, moveRetro, proposeRetro } from '../workflows/review/change-retro.ts';
import { incidentCommand } from './command.ts';

/** `when` as it was typed: whose clock it is by, the playbook says. */
type RetroArgs = { do: 'show' } | { do: 'accept' } | { do: 'held' } | { do: 'propose'; when?: string } | { do: 'move'; when: string };

export const retro = incidentCommand<RetroArgs>({
  name: 'retro',
  usage: 'retro [#7] [accept | propose [2026-11-25 15:00] | move 2026-11-25 15:00 | held]',
  summary: {
    en: 'The retrospective: see it, accept it, propose another time; a lead moves it; say that it was held.',
    ko: '회고 일정을 보고 참석하거나 다른 시간을 제안합니다. 총괄은 시간을 옮기고, 마치면 기록합니다.',
  },
  permission: (args) => (args.do === 'move' ? 'lead' : args.do === 'held' ? 'responder' : 'everyone'),
  evenUnknown: (args) => args.do === 'show',
  parse: (words) => {
    const [, verb = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(words) ?? [];
    const when = rest.trim();
    const word = verb.toLowerCase();
    if (word === '') return { do: 'show' };
    if ((word === 'accept' || word === 'held') && when === '') return { do: word };
    if (word === 'propose') return { do: word, ...(when !== '' && { when }) };
    if (word === 'move' && when !== '') return { do: word, when };
    throw new UserError('bad_retro', {
      en: 'Write `retro`, `retro accept`, `retro propose`, `retro held`, or `retro move 2026-11-25 15:00` with date and time.',
      ko: '`retro`, `retro accept`, `retro propose`, `retro held` 또는 날짜와 시각을 붙인 `retro move 2026-11-25 15:00` 가운데 하나로 적어 주세요.',
    });
  },
  run: async ({ runtime, present, invocation, incident, args }) => {
    const { playbook, clock } = runtime;
    const change = { cause: invocation.cause, actor: invocation.actor, incidentId: incident.id };
    const now = clock.now();
    if (args.do === 'show') return { message: present.retroStatus(await describeRetro(runtime, incident.id)) };
    if (args.do === 'accept') {
      const { startsAt } = await acceptRetro(runtime, change);
      return { message: present.reviewDone({ done: 'accepted', incident, startsAt: new Date(startsAt), now }) };
    }
    if (args.do === 'held') return { message: present.reviewDone({ done: 'held', incident, ...(await holdRetro(runtime, change)) }) };
    if (args.when === undefined) {
      const view = present.retroModal(await describeRetro(runtime, incident.id));
      return { form: { skeleton: view, view: async () => view } };
    }
    const at = moment(args.when, playbook.team.zone);
    if (args.do === 'propose') {
      const { proposedAt } = await proposeRetro(runtime, { ...change, proposedAt: at });
      return { message: present.reviewDone({ done: 'proposed', incident, proposedAt: new Date(proposedAt), now }) };
    }
    const { startsAt, late, row } = await moveRetro(runtime, { ...change, startsAt: at });
    return { message: present.reviewDone({ done: 'moved', incident, startsAt: new Date(startsAt), late, row, now }) };
  },
});

function moment(text: string, zone: string): Date {
  const at = readMoment(text, zone);
  if (at) return at;
  throw new UserError('bad_moment', {
    en: `"${text.slice(0, 60)}" is no time here. Write date and time, such as 2026-11-25 15:00 (${zone}).`,
    ko: `"${text.slice(0, 60)}"은(는) 이곳에 없는 시각입니다. 날짜와 시각을 2026-11-25 15:00 처럼 적어 주세요 (${zone}).`,
  });
}
