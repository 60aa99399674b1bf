type Fields = Record<string, unknown>;

/** Maps of which a team overrules single entries; everything else it says stands in place of what the organisation says. */
const JOINED: ReadonlySet<string> = new Set(['people', 'languages', 'channels', 'workingHours', 'notify', 'bridge', 'paging']);

/**
 * A team as a playbook would have it written: what the organisation says, with the team's own words over it. Who is named in it belongs to the team unless it lists its members; the other people of the
 * organisation are known by name, and may nothing in it.
 */
export function effectiveTeam(key: string, organisation: Fields, team: Fields): Fields {
  const joined: Fields = { ...organisation };
  for (const [name, value] of Object.entries(team)) {
    joined[name] = JOINED.has(name) && isMap(joined[name]) && isMap(value) ? joinedMap(joined[name], value) : value;
  }
  return { ...joined, key, members: joined.members ?? namedIn(joined) };
}

/** Two levels deep: `languages.people`, and no further. */
function joinedMap(below: Fields, above: Fields): Fields {
  const joined: Fields = { ...below };
  for (const [name, value] of Object.entries(above)) {
    const under = joined[name];
    joined[name] = isMap(under) && isMap(value) && name !== 'oncall' ? { ...under, ...value } : value;
  }
  return joined;
}

/** Keys of people that the lists of a team name: on call at any level, to be told, leading. */
function namedIn(team: Fields): string[] {
  const people = Object.keys(isMap(team.people) ? team.people : {});
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') found.add(value);
    else if (Array.isArray(value)) value.forEach(look);
    else if (isMap(value)) Object.values(value).forEach(look);
  };
  for (const part of [team.oncall, team.notify, team.leads]) look(part);
  return people.filter((key) => found.has(key));
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
