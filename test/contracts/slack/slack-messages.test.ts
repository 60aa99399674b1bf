import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Contract, contract } from './slack-client.ts';

/** What happens to the content of messages: docs.slack.dev/reference/methods/chat.postMessage, chat.update, conversations.history. */

let given: Contract;
let channel: string;
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const metadata = { event_type: 'bongsu', event_payload: { key: 'cause-1' } };

beforeAll(async () => {
  given = await contract();
  channel = String(given.slack.channelIds.incidents);
});
afterAll(() => given.slack.close());

async function history(args: Record<string, unknown> = {}): Promise<Record<string, unknown>[]> {
  return (await given.must('conversations.history', { channel, ...args })).messages as Record<string, unknown>[];
}

describe('metadata', () => {
  it('is only read back with include_all_metadata', async () => {
    const { ts } = await given.must('chat.postMessage', { channel, text: 'with a key', metadata });
    const plain = (await history()).find((message) => message.ts === ts);
    expect(plain).toMatchObject({ text: 'with a key', bot_id: given.slack.botId });
    expect(plain).not.toHaveProperty('metadata');
    expect((await history({ include_all_metadata: true })).find((message) => message.ts === ts)).toMatchObject({ metadata });
  });

  it('stays when an update does not mention it, and goes with an empty object', async () => {
    const ts = String((await given.must('chat.postMessage', { channel, text: 'kept', metadata })).ts);
    await given.must('chat.update', { channel, ts, text: 'still' });
    expect((await history({ include_all_metadata: true })).find((message) => message.ts === ts)).toMatchObject({ text: 'still', metadata });
    await given.must('chat.update', { channel, ts, text: 'gone', metadata: {} });
    expect(given.slack.messages(channel).find((message) => message.ts === ts)).not.toHaveProperty('metadata');
  });
});

describe('chat.update', () => {
  it('with a text and no blocks takes the blocks away; with blocks alone keeps the text', async () => {
    const ts = String((await given.must('chat.postMessage', { channel, text: 'fallback', blocks: [section('body')] })).ts);
    await given.must('chat.update', { channel, ts, blocks: [section('new body')] });
    expect(state(ts)).toMatchObject({ text: 'fallback', blocks: [section('new body')] });
    await given.must('chat.update', { channel, ts, text: 'only words' });
    expect(state(ts)).toMatchObject({ text: 'only words', blocks: [], edited: { user: given.slack.botUserId } });
  });

  const state = (ts: string) => given.slack.messages(channel).find((message) => message.ts === ts);
});

describe('history', () => {
  it('comes newest first, between oldest and latest, page by page', async () => {
    const sent: string[] = [];
    for (const text of ['h1', 'h2', 'h3', 'h4']) sent.push(String((await given.must('chat.postMessage', { channel, text })).ts));
    const [first, second, third] = sent;
    const texts = async (args: Record<string, unknown>) => (await history(args)).map((message) => message.text);
    expect(await texts({ oldest: first })).toEqual(['h4', 'h3', 'h2']);
    expect(await texts({ oldest: first, inclusive: true })).toEqual(['h4', 'h3', 'h2', 'h1']);
    expect(await texts({ oldest: second, latest: third, inclusive: true })).toEqual(['h3', 'h2']);
    const page = await given.must('conversations.history', { channel, oldest: first, limit: 2 });
    expect(page).toMatchObject({ has_more: true, messages: [{ text: 'h4' }, { text: 'h3' }] });
    const { next_cursor: cursor } = page.response_metadata as { next_cursor: string };
    expect(await given.must('conversations.history', { channel, oldest: first, limit: 2, cursor })).toMatchObject({
      has_more: false,
      messages: [{ text: 'h2' }],
    });
  });

  it('is complete beyond a thousand messages', async () => {
    const { channel: long } = (await given.must('conversations.create', { name: 'long' })) as unknown as { channel: { id: string } };
    const posts = Array.from({ length: 1_001 }, (_, index) => given.slack.say('ana', long.id, `m${index}`));
    await Promise.all(posts);
    const first = given.slack.messages(long.id)[0]?.ts;
    const { messages } = await given.must('conversations.history', { channel: long.id, latest: first, inclusive: true });
    expect(messages).toHaveLength(1);
  });

  it('holds the lines that Slack writes itself, such as a topic; they have a subtype', async () => {
    await given.must('conversations.setTopic', { channel, topic: 'all quiet' });
    expect((await history())[0]).toMatchObject({ subtype: 'channel_topic' });
    expect(given.slack.messages(channel).some((message) => message.text.includes('all quiet'))).toBe(false);
  });

  it('leaves replies to conversations.replies', async () => {
    const parent = String((await given.must('chat.postMessage', { channel, text: 'parent' })).ts);
    const { ts } = await given.must('chat.postMessage', { channel, text: 'reply', thread_ts: parent, metadata });
    expect((await history()).map((message) => message.ts)).not.toContain(ts);
    const replies = await given.must('conversations.replies', { channel, ts: parent, include_all_metadata: true });
    expect(replies.messages).toMatchObject([
      { ts: parent, reply_count: 1 },
      { ts, thread_ts: parent, metadata },
    ]);
    expect(given.slack.messages(channel).find((message) => message.ts === ts)).toMatchObject({ thread_ts: parent });
  });
});

describe('pings', () => {
  const CASES: [why: string, message: Record<string, unknown>, pings: string[]][] = [
    ['plain words', { text: 'nobody @channel &lt;!channel&gt;' }, []],
    ['the channel, from the text', { text: 'look <!channel>' }, ['channel']],
    ['a person, from a section', { text: 'x', blocks: [section('hi <@U0ANA>')] }, ['U0ANA']],
    [
      'a group, from a field',
      { text: 'x', blocks: [{ type: 'section', fields: [{ type: 'mrkdwn', text: '<!subteam^S0OPS|ops>' }] }] },
      ['subteam:S0OPS'],
    ],
    ['nobody, from plain text', { text: 'x', blocks: [{ type: 'section', text: { type: 'plain_text', text: '<!here>' } }] }, []],
  ];
  it.each(CASES)('%s', async (_why, message, pings) => {
    const { ts } = await given.must('chat.postMessage', { channel, ...message });
    expect(given.slack.messages(channel).find((it) => it.ts === ts)?.pings).toEqual(pings);
  });
});

describe('pins, bookmarks, reactions, permalinks', () => {
  it('can be read back', async () => {
    const ts = String((await given.must('chat.postMessage', { channel, text: 'briefing' })).ts);
    await given.must('pins.add', { channel, timestamp: ts });
    expect(given.slack.channelByName('incidents')?.pins).toEqual([ts]);
    await given.must('bookmarks.add', { channel_id: channel, title: 'Bridge', type: 'link', link: 'https://bridge.example/1' });
    expect((await given.must('bookmarks.list', { channel_id: channel })).bookmarks).toMatchObject([
      { title: 'Bridge', link: 'https://bridge.example/1', channel_id: channel },
    ]);
    expect(await given.must('chat.getPermalink', { channel, message_ts: ts })).toMatchObject({
      permalink: expect.stringContaining(ts.replace('.', '')),
    });
    await given.must('chat.delete', { channel, ts });
    expect(given.slack.channelByName('incidents')?.pins).toEqual([]);
  });
});
