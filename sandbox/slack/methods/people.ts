import { type Method, type MethodContext, page, type Reply, text } from '../method.ts';
import { SlackError } from '../slack-error.ts';
import type { Person } from '../workspace.ts';

/** https://docs.slack.dev/reference/methods?query=users */
export const peopleMethods: Record<string, Method> = {
  'auth.test': {
    scopes: [],
    tier: 'special',
    run: (_args, { workspace }) => ({
      url: `https://${workspace.domain}.slack.com/`,
      team: 'Bongsu sandbox',
      user: workspace.bot.name,
      team_id: workspace.teamId,
      user_id: workspace.bot.id,
      bot_id: workspace.botId,
      ...(workspace.enterpriseId !== undefined && { enterprise_id: workspace.enterpriseId }),
      is_enterprise_install: false,
    }),
  },
  'team.info': {
    scopes: ['team:read'],
    tier: 3,
    run: (_args, { workspace }) => ({ team: { id: workspace.teamId, name: 'Bongsu sandbox', domain: workspace.domain } }),
  },
  'users.info': {
    scopes: ['users:read'],
    tier: 4,
    run(args, context) {
      const person = context.workspace.people.get(text(args.user));
      if (!person) throw new SlackError('user_not_found');
      return { user: userObject(person, context) };
    },
  },
  'users.getPresence': {
    scopes: ['users:read'],
    tier: 3,
    run(args, { workspace }) {
      const user = text(args.user) || workspace.bot.id;
      if (!workspace.people.has(user)) throw new SlackError('user_not_found');
      return { presence: workspace.away.has(user) ? 'away' : 'active' };
    },
  },
  'users.list': {
    scopes: ['users:read'],
    tier: 2,
    run(args, context) {
      const { items, next_cursor } = page([...context.workspace.people.values()], args, 1_000);
      return { members: items.map((person) => userObject(person, context)), response_metadata: { next_cursor } };
    },
  },
  'users.lookupByEmail': {
    scopes: ['users:read.email'],
    tier: 3,
    run(args, context) {
      const email = text(args.email).toLowerCase();
      const person = [...context.workspace.people.values()].find((it) => it.email?.toLowerCase() === email && !it.deactivated);
      if (!person) throw new SlackError('users_not_found');
      return { user: userObject(person, context) };
    },
  },
  'dnd.info': {
    scopes: ['dnd:read'],
    tier: 3,
    run(args, { workspace }) {
      const user = text(args.user) || workspace.bot.id;
      const person = workspace.people.get(user);
      if (!person) throw new SlackError('user_not_found');
      // What is said of snoozing only the person themselves may see; a span that runs is the next one.
      const { from = 1, to = 1 } = workspace.doNotDisturb.get(user) ?? {};
      return { dnd_enabled: to > workspace.now() / 1_000, next_dnd_start_ts: from, next_dnd_end_ts: to };
    },
  },
  'usergroups.list': {
    scopes: ['usergroups:read'],
    tier: 2,
    run: (_args, { workspace }) => ({
      usergroups: [...workspace.userGroups.values()].map(({ id, handle, users }) => ({
        id,
        handle,
        name: handle,
        user_count: users.length,
      })),
    }),
  },
  'usergroups.users.list': {
    scopes: ['usergroups:read'],
    tier: 2,
    run(args, { workspace }) {
      const group = workspace.userGroups.get(text(args.usergroup));
      if (!group) throw new SlackError('no_such_subteam');
      return { users: group.users };
    },
  },
};

function userObject(person: Person, { workspace, permissions }: MethodContext): Reply {
  const email = person.email && permissions.scopes.has('users:read.email') ? { email: person.email } : {};
  return {
    id: person.id,
    team_id: person.teamId,
    name: person.name,
    real_name: person.realName,
    deleted: person.deactivated,
    is_bot: person.isBot,
    is_restricted: person.guest !== undefined,
    is_ultra_restricted: person.guest === 'one-channel',
    // Only ever set for people of other workspaces; false for those who share a channel with the app.
    ...(person.teamId !== workspace.teamId && { is_stranger: false }),
    ...(person.teams && { enterprise_user: { id: person.id, enterprise_id: workspace.enterpriseId, teams: [...person.teams] } }),
    tz: 'Asia/Seoul',
    tz_offset: 32_400,
    profile: { real_name: person.realName, display_name: person.name, ...email },
  };
}
