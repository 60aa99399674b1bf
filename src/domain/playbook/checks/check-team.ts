import type { Finding } from '../playbook-error.ts';
import { type Draft, fieldsOf, listOf, sectionsOf, unknownName, unknownNames } from './draft.ts';

/** People who are named must exist, each is one person, nobody is paged twice in the same way, and a working day has an end. */
export function checkTeam({ team }: Draft): Finding[] {
  const people = sectionsOf(team.people);
  const keys = people.map(([key]) => key);
  const slackIds = people.map(([, { slack }]) => slack);

  const doubles = people.flatMap(([key, { slack }], index): Finding[] => {
    const first = slackIds.indexOf(slack);
    return slack !== undefined && first < index
      ? [{ path: ['team', 'people', key, 'slack'], message: `is also the Slack id of ${keys[first]}` }]
      : [];
  });
  const groups = Object.entries(fieldsOf(team.notify)).flatMap(([name, names]) =>
    unknownNames(['team', 'notify', name], names, keys, 'one of team.people'),
  );
  return [
    ...doubles,
    ...groups,
    ...Object.keys(fieldsOf(fieldsOf(team.languages).people)).flatMap((key) =>
      unknownName(['team', 'languages', 'people', key], key, keys, 'one of team.people'),
    ),
    ...unknownNames(['team', 'members'], team.members, keys, 'one of team.people'),
    ...checkAudiences(team.audiences, keys),
    ...unknownNames(['team', 'leads'], team.leads, keys, 'one of team.people'),
    ...pagersTwice(fieldsOf(team.paging).order),
    ...checkHours(['team'], team),
    ...people.flatMap(([key, person]) => checkHours(['team', 'people', key], person)),
  ];
}

/** An audience reads somewhere, and its people are there. */
function checkAudiences(audiences: unknown, known: readonly unknown[]): Finding[] {
  return sectionsOf(audiences).flatMap(([key, { channel, people }]): Finding[] => [
    ...(channel === undefined && listOf(people).length === 0
      ? [{ path: ['team', 'audiences', key], message: 'is told nowhere: name its channel, or people' }]
      : []),
    ...unknownNames(['team', 'audiences', key, 'people'], people, known as string[], 'one of team.people'),
  ]);
}

/** Which names there are is known where the pagers are; each may stand in the order once. */
function pagersTwice(order: unknown): Finding[] {
  const names = listOf(order).filter((name) => typeof name === 'string');
  return unknownNames(['team', 'paging', 'order'], order, names, 'a way to page');
}

/** Every way to page is one that there is. */
export function checkWays({ team }: Draft, known: readonly string[]): Finding[] {
  return listOf(fieldsOf(team.paging).order).flatMap((name, index) =>
    unknownName(['team', 'paging', 'order', index], name, known, `a way to page (${known.join(', ')})`),
  );
}

function checkHours(path: readonly string[], { workingHours }: Record<string, unknown>): Finding[] {
  const { from, to } = (workingHours ?? {}) as { from?: unknown; to?: unknown };
  if (typeof from !== 'string' || typeof to !== 'string' || from < to) return [];
  return [{ path: [...path, 'workingHours', 'to'], message: `must be later than from (${from}); a night shift is not supported` }];
}
