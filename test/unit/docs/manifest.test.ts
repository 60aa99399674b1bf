import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { METHODS } from '../../../sandbox/slack/methods/index.ts';
import { Workspace } from '../../../sandbox/slack/workspace.ts';
import { httpManifest } from '../../../scripts/http-manifest.ts';
import { renamedCommand } from '../../../scripts/renamed-command.ts';
import { optionalScopes, wantedScopes } from '../../../src/cli/wanted-scopes.ts';
import { COMMANDS } from '../../../src/commands/index.ts';
import { loadConfig } from '../../../src/config.ts';
import { TIER_OF } from '../../../src/integrations/slack/budgets.ts';

const manifest = readFileSync(new URL('../../../manifest.yml', import.meta.url), 'utf8');

it('the HTTP manifest is the same app with request URLs and without Socket Mode', () => {
  const socket = parse(manifest);
  const http = parse(httpManifest(manifest, 'https://bongsu.example.com/'));
  const url = 'https://bongsu.example.com/slack/events';
  expect(http.settings).toMatchObject({ socket_mode_enabled: false, interactivity: { is_enabled: true, request_url: url } });
  expect(http.features.slash_commands.map((command: { url: string }) => command.url)).toEqual(
    socket.features.slash_commands.map(() => url),
  );
  expect(http.oauth_config).toEqual(socket.oauth_config);
  expect(httpManifest(manifest, 'https://bongsu.example.com')).not.toContain('Socket Mode variant');
  if (socket.settings.event_subscriptions) expect(http.settings.event_subscriptions.request_url).toBe(url);
});

it.each(['http://bongsu.example.com', 'bongsu.example.com', ''])('refuses %j, which Slack cannot use', (url) => {
  expect(() => httpManifest(manifest, url)).toThrow(/https address/);
});

it('another slash command is the same app but for that, in either mode', () => {
  const renamed = renamedCommand(manifest, '/bongsu');
  const [before, after] = [parse(manifest), parse(renamed)];
  expect(after.features.slash_commands[0].command).toBe('/bongsu');
  after.features.slash_commands[0].command = before.features.slash_commands[0].command;
  expect(after).toEqual(before);
  const http = parse(httpManifest(renamed, 'https://bongsu.example.com'));
  expect(http.features.slash_commands).toMatchObject([{ command: '/bongsu', url: 'https://bongsu.example.com/slack/events' }]);
});

it.each(['bongsu', '/Bongsu', '/', `/${'x'.repeat(32)}`])('refuses %j, which is no slash command', (command) => {
  expect(() => renamedCommand(manifest, command)).toThrow(/slash command/);
});

/**
 * Scopes of the bot token that each method wants for what we call it with, by its page (https://docs.slack.dev/reference/methods): public
 * and private incident channels, direct messages for pages only. `apps.connections.open` takes the app-level token, which has scopes of its own.
 */
const NEEDS: Record<string, readonly string[]> = {
  'apps.connections.open': [],
  'auth.test': [],
  'bookmarks.add': ['bookmarks:write'],
  'bookmarks.list': ['bookmarks:read'],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.archive': ['channels:manage'],
  'conversations.create': ['channels:manage', 'groups:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.invite': ['channels:manage', 'groups:write'],
  'conversations.join': ['channels:join'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'conversations.setTopic': ['channels:manage', 'groups:write'],
  'dnd.info': ['dnd:read'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'pins.add': ['pins:write'],
  'usergroups.users.list': ['usergroups:read'],
  'users.conversations': ['channels:read', 'groups:read'],
  'users.getPresence': ['users:read'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'users.lookupByEmail': ['users:read.email'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};

/** What events want that no method does (https://docs.slack.dev/reference/events/reaction_added, …/pin_added). */
const EVENT_SCOPES = ['reactions:read', 'pins:read'];

describe('the manifest asks for what the code does, and for nothing else', () => {
  const { features, settings } = parse(manifest);
  const bot = sourcesIn('src/bot');

  it('scopes: every method that is called is known here', () => {
    // What only counts or words methods calls none of them.
    const client = sourcesIn('src/integrations/slack').filter(({ path }) => !/(budgets|slack-errors)\.ts$/.test(path));
    expect(methodsIn(client)).toEqual(Object.keys(NEEDS).sort());
  });

  it('newcomer 15: tiers: every method that is called has its own, as the stand-in counts them too', () => {
    const posting = ['chat.postMessage'];
    expect(Object.keys(TIER_OF).sort()).toEqual(
      Object.keys(NEEDS)
        .filter((method) => !posting.includes(method))
        .sort(),
    );
    expect(TIER_OF['views.publish']).toBe(4);
    const strict = Object.keys(TIER_OF).filter((method) => typeof METHODS.get(method)?.tier === 'number');
    expect(strict.map((method) => [method, TIER_OF[method]])).toEqual(strict.map((method) => [method, METHODS.get(method)?.tier]));
  });

  it('scopes: nothing else calls Slack, such as the client that Bolt hands to listeners', () => {
    const others = sourcesIn('src').filter(({ path }) => !path.startsWith('src/integrations/slack'));
    expect(namesAfter(others, /\b((?:web|client)\.(?:[a-z]+\.[a-zA-Z]+|apiCall)\()/g)).toEqual([]);
  });

  it('scopes: all that the methods and the command want, each for something', () => {
    const all = [...new Set(['commands', ...EVENT_SCOPES, ...Object.values(NEEDS).flat()])].sort();
    expect([...wantedScopes(), ...optionalScopes()].sort()).toEqual(all);
    // What is done without: docs/paging.md, docs/telling/timeline.md.
    expect(optionalScopes()).toEqual(['dnd:read', ...EVENT_SCOPES]);
  });

  it('scopes: the stand-in, which refuses calls without them, wants the same', () => {
    const workspace = new Workspace([], Date.now);
    const made = (['public', 'private', 'im'] as const).map((kind) =>
      workspace.addConversation({ id: `C0${kind}`, name: kind, kind, creator: 'U0', members: [] }),
    );
    const ways = [...made.map(({ id }) => ({ channel: id })), { is_private: true }, { types: 'public_channel,private_channel' }];
    for (const [method, scopes] of Object.entries(NEEDS)) {
      if (method === 'apps.connections.open') continue;
      const wanted = METHODS.get(method)?.scopes ?? [];
      const asked = typeof wanted === 'function' ? ways.flatMap((args) => wanted(args, workspace)) : wanted;
      expect({ method, missing: scopes.filter((scope) => !asked.some((one) => one.split('|').includes(scope))) }).toEqual({
        method,
        missing: [],
      });
      if (typeof wanted !== 'function') expect({ method, scopes: [...wanted] }).toEqual({ method, scopes });
    }
  });

  it('events: subscribed to exactly those that are listened to', () => {
    const listened = namesAfter(bot, /\bapp\.event\(\s*['"]([a-z_.]+)['"]/g);
    if (bot.some(({ text }) => /\bapp\.message\(/.test(text))) listened.push('message.channels');
    expect([...(settings.event_subscriptions?.bot_events ?? [])].sort()).toEqual(listened.sort());
    expect(features.app_home.home_tab_enabled).toBe(listened.includes('app_home_opened'));
    // Writing to the bot must not look as if somebody read it.
    expect(features.app_home.messages_tab_read_only_enabled).toBe(!listened.some((name) => name.startsWith('message')));
  });

  it('interactivity: on because clicks and forms are listened to, with no shortcut or menu that nobody answers', () => {
    const listens = (kind: string): boolean => bot.some(({ text }) => new RegExp(`\\bapp\\.${kind}\\(`).test(text));
    expect(settings.interactivity.is_enabled).toBe(listens('action') || listens('view'));
    expect(features.shortcuts !== undefined).toBe(listens('shortcut'));
    expect(settings.interactivity.message_menu_options_url !== undefined).toBe(listens('options'));
  });

  it('the slash command: the default of SLASH_COMMAND, its hint of subcommands that there are', () => {
    const { command } = loadConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '0123456789' });
    // People and channels come as <@U…> and <#C…> only when Slack escapes them.
    expect(features.slash_commands).toMatchObject([{ command, should_escape: true }]);
    const hinted: string[] = features.slash_commands[0].usage_hint.split(' · ').map((part: string) => part.split(' ')[0]);
    const there = [...COMMANDS.map(({ name }) => name), 'help'];
    expect(hinted.filter((name) => !there.includes(name))).toEqual([]);
    expect(hinted).toContain('open');
  });
});

interface Source {
  path: string;
  text: string;
}

function sourcesIn(folder: string): Source[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return names.map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }));
}

/** Names of Web API methods, as they stand between quotes. */
function methodsIn(sources: readonly Source[]): string[] {
  const FAMILIES =
    'admin|apps|auth|bookmarks|bots|calls|chat|conversations|dnd|emoji|files|pins|reactions|reminders|team|usergroups|users|views';
  return [...new Set(namesAfter(sources, new RegExp(`['"\`]((?:${FAMILIES})(?:\\.[a-zA-Z]+)+)['"\`]`, 'g')))].sort();
}

function namesAfter(sources: readonly Source[], pattern: RegExp): string[] {
  return sources.flatMap(({ text }) => [...text.matchAll(pattern)].flatMap(([, name]) => name ?? []));
}
