import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Contract, contract, LARGER_APP } from './slack-client.ts';

/** What the pages of the methods promise (docs.slack.dev/reference/methods/<method>): each row names the method, the call and the error. */

let given: Contract;
let ours: string;
let archived: string;
let posted: string;
let notOurs: string;

beforeAll(async () => {
  given = await contract({ manifestPath: LARGER_APP, userGroups: { ops: ['ana', 'ben'] } });
  ours = ((await given.must('conversations.create', { name: 'ours' })).channel as { id: string }).id;
  await given.must('conversations.invite', { channel: ours, users: given.slack.users.ana });
  archived = ((await given.must('conversations.create', { name: 'was-archived' })).channel as { id: string }).id;
  await given.must('conversations.archive', { channel: archived });
  posted = String((await given.must('chat.postMessage', { channel: ours, text: 'first' })).ts);
  notOurs = (await given.slack.say('ana', ours, 'a person wrote this')).ts;
  await given.must('pins.add', { channel: ours, timestamp: posted });
});
afterAll(() => given.slack.close());

type Args = Record<string, unknown>;
const people = () => given.slack.users;
const channels = () => given.slack.channelIds;
const link = { title: 'Bridge', type: 'link', link: 'https://bridge.example/1' };

const REFUSALS: [method: string, why: string, args: () => Args, error: string][] = [
  ['conversations.create', 'no name', () => ({ name: '' }), 'invalid_name_required'],
  ['conversations.create', '81 characters', () => ({ name: 'a'.repeat(81) }), 'invalid_name_maxlength'],
  ['conversations.create', 'upper case', () => ({ name: 'Inc-1' }), 'invalid_name_specials'],
  ['conversations.create', 'a space', () => ({ name: 'inc 1' }), 'invalid_name_specials'],
  ['conversations.create', 'a full stop', () => ({ name: 'inc.1' }), 'invalid_name_specials'],
  ['conversations.create', 'only punctuation', () => ({ name: '-_-' }), 'invalid_name_punctuation'],
  ['conversations.create', 'a name in use', () => ({ name: 'ours' }), 'name_taken'],
  ['conversations.create', 'a name in use by a private channel', () => ({ name: 'secret' }), 'name_taken'],
  ['conversations.create', 'a name in use by an archived channel', () => ({ name: 'was-archived' }), 'name_taken'],
  ['conversations.invite', 'nobody', () => ({ channel: ours, users: '' }), 'no_user'],
  ['conversations.invite', 'somebody unknown', () => ({ channel: ours, users: 'U0NOBODY' }), 'user_not_found'],
  ['conversations.invite', 'the bot itself', () => ({ channel: ours, users: given.slack.botUserId }), 'cant_invite_self'],
  ['conversations.invite', 'somebody who is in it', () => ({ channel: ours, users: people().ana }), 'already_in_channel'],
  ['conversations.invite', 'a deactivated account', () => ({ channel: ours, users: people().gone }), 'cant_invite'],
  ['conversations.invite', 'a guest', () => ({ channel: ours, users: people().guest }), 'user_is_restricted'],
  ['conversations.invite', 'by a stranger', () => ({ channel: channels().elsewhere, users: people().ben }), 'not_in_channel'],
  ['conversations.invite', 'archived', () => ({ channel: archived, users: people().ben }), 'is_archived'],
  [
    'conversations.invite',
    '101 people',
    () => ({ channel: ours, users: Array.from({ length: 101 }, (_, i) => `U${i}`).join() }),
    'too_many_users',
  ],
  ['conversations.setTopic', '251 characters', () => ({ channel: ours, topic: 'x'.repeat(251) }), 'too_long'],
  ['conversations.setTopic', 'by a stranger', () => ({ channel: channels().elsewhere, topic: 'x' }), 'not_in_channel'],
  ['conversations.setTopic', 'archived', () => ({ channel: archived, topic: 'x' }), 'is_archived'],
  ['conversations.archive', 'twice', () => ({ channel: archived }), 'already_archived'],
  ['conversations.archive', 'general', () => ({ channel: channels().general }), 'cant_archive_general'],
  ['conversations.join', 'a private channel', () => ({ channel: channels().secret }), 'channel_not_found'],
  ['conversations.join', 'archived', () => ({ channel: archived }), 'is_archived'],
  ['conversations.info', 'unknown', () => ({ channel: 'C0NOWHERE' }), 'channel_not_found'],
  ['conversations.info', 'a private channel without the bot', () => ({ channel: channels().secret }), 'channel_not_found'],
  ['conversations.history', 'by a stranger', () => ({ channel: channels().elsewhere }), 'not_in_channel'],
  ['conversations.history', 'a private channel without the bot', () => ({ channel: channels().secret }), 'channel_not_found'],
  ['conversations.history', 'oldest is no timestamp', () => ({ channel: ours, oldest: 'yesterday' }), 'invalid_ts_oldest'],
  ['conversations.history', 'a made-up cursor', () => ({ channel: ours, cursor: 'abc' }), 'invalid_cursor'],
  ['conversations.replies', 'no such thread', () => ({ channel: ours, ts: '1.000001' }), 'thread_not_found'],
  ['conversations.open', 'nobody', () => ({}), 'users_list_not_supplied'],
  ['conversations.open', 'somebody unknown', () => ({ users: 'U0NOBODY' }), 'user_not_found'],
  ['conversations.open', 'a deactivated account', () => ({ users: people().gone }), 'user_disabled'],
  ['users.conversations', 'a kind there is not', () => ({ types: 'secret_channel' }), 'invalid_types'],
  ['chat.postMessage', 'nothing to say', () => ({ channel: ours }), 'no_text'],
  ['chat.postMessage', 'unknown channel', () => ({ channel: 'C0NOWHERE', text: 'x' }), 'channel_not_found'],
  ['chat.postMessage', 'by a stranger', () => ({ channel: channels().elsewhere, text: 'x' }), 'not_in_channel'],
  ['chat.postMessage', 'a private channel without the bot', () => ({ channel: channels().secret, text: 'x' }), 'channel_not_found'],
  ['chat.postMessage', 'archived', () => ({ channel: archived, text: 'x' }), 'is_archived'],
  ['chat.postMessage', '40,001 characters', () => ({ channel: ours, text: 'x'.repeat(40_001) }), 'msg_too_long'],
  [
    'chat.postMessage',
    'metadata without a type',
    () => ({ channel: ours, text: 'x', metadata: { event_payload: {} } }),
    'invalid_metadata_schema',
  ],
  ['chat.postMessage', 'a thread that is not there', () => ({ channel: ours, text: 'x', thread_ts: '1.000001' }), 'thread_not_found'],
  ['chat.postEphemeral', 'to somebody outside', () => ({ channel: ours, user: people().ben, text: 'x' }), 'user_not_in_channel'],
  ['chat.postEphemeral', 'by a stranger', () => ({ channel: channels().elsewhere, user: people().ana, text: 'x' }), 'not_in_channel'],
  ['chat.update', 'no such message', () => ({ channel: ours, ts: '1.000001', text: 'x' }), 'message_not_found'],
  ['chat.update', "somebody else's message", () => ({ channel: ours, ts: notOurs, text: 'x' }), 'cant_update_message'],
  ['chat.update', 'archived', () => ({ channel: archived, ts: posted, text: 'x' }), 'is_inactive'],
  ['chat.update', '4,001 characters', () => ({ channel: ours, ts: posted, text: 'x'.repeat(4_001) }), 'msg_too_long'],
  ['chat.delete', "somebody else's message", () => ({ channel: ours, ts: notOurs }), 'cant_delete_message'],
  ['chat.getPermalink', 'no such message', () => ({ channel: ours, message_ts: '1.000001' }), 'message_not_found'],
  ['pins.add', 'twice', () => ({ channel: ours, timestamp: posted }), 'already_pinned'],
  ['pins.add', 'no message', () => ({ channel: ours }), 'no_item_specified'],
  ['pins.add', 'no timestamp', () => ({ channel: ours, timestamp: 'abc' }), 'bad_timestamp'],
  ['pins.add', 'no such message', () => ({ channel: ours, timestamp: '1.000001' }), 'message_not_found'],
  ['pins.add', 'by a stranger', () => ({ channel: channels().elsewhere, timestamp: posted }), 'not_in_channel'],
  ['bookmarks.add', 'not a link', () => ({ channel_id: ours, ...link, type: 'file' }), 'invalid_bookmark_type'],
  ['bookmarks.add', 'not a web address', () => ({ channel_id: ours, ...link, link: 'zoommtg://x' }), 'invalid_link'],
  ['bookmarks.add', 'unknown channel', () => ({ channel_id: 'C0NOWHERE', ...link }), 'channel_not_found'],
  ['bookmarks.add', 'by a stranger', () => ({ channel_id: channels().elsewhere, ...link }), 'not_in_channel'],
  ['users.info', 'somebody unknown', () => ({ user: 'U0NOBODY' }), 'user_not_found'],
  ['users.lookupByEmail', 'a stranger', () => ({ email: 'nobody@example.com' }), 'users_not_found'],
  ['usergroups.users.list', 'no such group', () => ({ usergroup: 'S0NONE' }), 'no_such_subteam'],
  ['reactions.add', 'no such message', () => ({ channel: ours, timestamp: '1.000001', name: 'eyes' }), 'message_not_found'],
  ['reactions.add', 'no emoji', () => ({ channel: ours, timestamp: posted, name: 'Two Words' }), 'invalid_name'],
];

describe('refusals', () => {
  it.each(REFUSALS)('%s: %s', async (method, _why, args, error) => {
    expect(await given.call(method, args())).toMatchObject({ ok: false, error });
  });

  it('refuse to create channels where only admins may', async () => {
    const strict = await contract({ restrictChannelCreation: true });
    expect(await strict.call('conversations.create', { name: 'inc-1' })).toMatchObject({ error: 'restricted_action' });
    await strict.slack.close();
  });
});

describe('people', () => {
  it('are found by address, which takes a scope of its own to see', async () => {
    expect(await given.must('users.lookupByEmail', { email: 'ANA@example.com' })).toMatchObject({
      user: { id: people().ana, profile: { email: 'ana@example.com' } },
    });
    expect(await given.must('users.info', { user: people().guest })).toMatchObject({ user: { is_restricted: true, deleted: false } });
    const discreet = await contract({ manifestPath: LARGER_APP, withoutScopes: ['users:read.email'] });
    const { user } = await discreet.must('users.info', { user: discreet.slack.users.ana });
    expect(user).toMatchObject({ name: 'ana', profile: expect.not.objectContaining({ email: expect.anything() }) });
    await discreet.slack.close();
  });

  it('are gathered in user groups', async () => {
    const { usergroups } = await given.must('usergroups.list');
    const [group] = usergroups as { id: string; handle: string }[];
    expect(group).toMatchObject({ handle: 'ops' });
    expect(await given.must('usergroups.users.list', { usergroup: group?.id })).toMatchObject({ users: [people().ana, people().ben] });
  });

  it('react once with the same emoji', async () => {
    await given.must('reactions.add', { channel: ours, timestamp: posted, name: 'eyes' });
    expect(await given.call('reactions.add', { channel: ours, timestamp: posted, name: 'eyes' })).toMatchObject({
      error: 'already_reacted',
    });
  });
});

describe('channels', () => {
  it('takes names in Korean, and makes the creator its only member', async () => {
    const { channel } = await given.must('conversations.create', { name: 'inc-쿠폰-발급' });
    expect(channel).toMatchObject({ name: 'inc-쿠폰-발급', is_member: true, creator: given.slack.botUserId, is_private: false });
    expect(given.slack.channelByName('inc-쿠폰-발급')?.members).toEqual([given.slack.botUserId]);
  });

  it('one bad id fails a whole invitation, unless it is forced', async () => {
    const { channel } = (await given.must('conversations.create', { name: 'forced' })) as unknown as { channel: { id: string } };
    const users = [people().ana, people().gone, people().ben].join();
    expect(await given.call('conversations.invite', { channel: channel.id, users })).toMatchObject({
      ok: false,
      error: 'cant_invite',
      errors: [{ user: people().gone, ok: false, error: 'cant_invite' }],
    });
    expect(given.slack.channelByName('forced')?.members).toEqual([given.slack.botUserId]);
    expect(await given.call('conversations.invite', { channel: channel.id, users, force: true })).toMatchObject({
      ok: true,
      errors: [{ user: people().gone, error: 'cant_invite' }],
    });
    expect(given.slack.channelByName('forced')?.members).toEqual([given.slack.botUserId, people().ana, people().ben]);
    expect(await given.call('conversations.invite', { channel: channel.id, users: people().gone, force: true })).toMatchObject({
      error: 'cant_invite',
    });
  });

  it('joining what one is in is only a warning', async () => {
    expect(await given.must('conversations.join', { channel: ours })).toMatchObject({ warning: 'already_in_channel' });
  });

  it('gives topics back escaped', async () => {
    await given.must('conversations.setTopic', { channel: ours, topic: 'a < b & c' });
    const { channel } = await given.must('conversations.info', { channel: ours });
    expect(channel).toMatchObject({ topic: { value: 'a &lt; b &amp; c' } });
  });

  it("lists the bot's own channels page by page", async () => {
    const found: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const answer = await given.must('users.conversations', {
        types: 'public_channel,private_channel',
        exclude_archived: true,
        limit: 2,
        ...(cursor ? { cursor } : {}),
      });
      found.push(...(answer.channels as { name: string }[]).map((channel) => channel.name));
      cursor = (answer.response_metadata as { next_cursor?: string }).next_cursor || undefined;
    }
    expect(found).toEqual(expect.arrayContaining(['incidents', 'ours']));
    expect(found).not.toEqual(expect.arrayContaining(['was-archived']));
    expect(found).not.toContain('secret');
    expect(found).not.toContain('elsewhere');
  });

  it('opening direct messages twice gives the same ones, and a user id is an address', async () => {
    const { channel } = (await given.must('conversations.open', { users: people().ben })) as unknown as { channel: { id: string } };
    expect(channel.id).toMatch(/^D/);
    expect(await given.must('conversations.open', { users: people().ben })).toMatchObject({
      already_open: true,
      channel: { id: channel.id },
    });
    expect(await given.must('chat.postMessage', { channel: people().ben, text: 'a page' })).toMatchObject({ channel: channel.id });
    expect(given.slack.directMessages('ben')).toMatchObject([{ text: 'a page', channel: channel.id }]);
    await Promise.all(['one', 'two'].map((text) => given.must('chat.postMessage', { channel: people().ana, text })));
    expect(given.slack.directMessages('ana')).toHaveLength(2);
  });
});
