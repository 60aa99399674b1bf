import type { Playbook } from '../src/domain/playbook/schema.ts';
import type { ChannelOption, PersonOption } from './slack/index.ts';

/** The workspace that a playbook supposes: its people, its channels, and one person whom it does not name. */
export function workspaceOf(playbook: Playbook): { users: PersonOption[]; channels: ChannelOption[] } {
  const { people, channels } = playbook.team;
  const users = Object.entries(people).map(([key, person]) => ({
    name: key,
    realName: person.name,
    id: person.slack,
    ...(person.email !== undefined && { email: person.email }),
  }));
  const everybody = [...users.map((user) => user.name), VISITOR.name];
  return {
    users: [...users, VISITOR],
    channels: [
      { name: 'status', id: channels.status, members: everybody },
      ...(channels.support === undefined ? [] : [{ name: 'support', id: channels.support, members: everybody }]),
    ],
  };
}

/** Works here, but the playbook does not know them. */
const VISITOR: PersonOption = { name: 'jisoo', realName: 'Han Jisoo', id: 'U0JISOO', email: 'jisoo@example.com' };
