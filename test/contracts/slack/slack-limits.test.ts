import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { METHODS } from '../../../sandbox/slack/methods/index.ts';
import { type Contract, contract } from './slack-client.ts';

/** https://docs.slack.dev/apis/web-api/rate-limits: per method and minute by tier, chat.postMessage about once a second for each channel. */

let given: Contract;
let now: number;
beforeEach(async () => {
  now = Date.UTC(2026, 0, 1);
  given = await contract({ rateLimits: true, now: () => now });
});
afterEach(() => given.slack.close());

/** Sends until Slack says 429; the number that went through, and the seconds to wait. */
async function exhaust(method: string, args: () => Record<string, unknown>): Promise<{ passed: number; retryAfter: number }> {
  for (let passed = 0; passed < 1_000; passed += 1) {
    try {
      await given.call(method, args());
    } catch (error) {
      return { passed, retryAfter: Number((error as { retryAfter?: number }).retryAfter) };
    }
  }
  throw new Error(`${method} has no limit`);
}

describe('tiers', () => {
  const channel = () => given.slack.channelIds.incidents;
  const ROWS: [method: string, perMinute: number, args: () => Record<string, unknown>][] = [
    ['conversations.create', 20, () => ({ name: `inc-${now}-${given.slack.calls.length}` })],
    ['conversations.setTopic', 20, () => ({ channel: channel(), topic: 'x' })],
    ['pins.add', 20, () => ({ channel: channel(), timestamp: '1.1' })],
    ['bookmarks.add', 20, () => ({ channel_id: channel(), type: 'link', title: 'x', link: 'https://x.example' })],
    ['conversations.invite', 50, () => ({ channel: channel(), users: 'U0' })],
    ['conversations.history', 50, () => ({ channel: channel() })],
    ['chat.update', 50, () => ({ channel: channel(), ts: '1.1', text: 'x' })],
    ['conversations.open', 50, () => ({ users: given.slack.users.ana })],
    ['chat.postEphemeral', 100, () => ({ channel: channel(), user: given.slack.users.ana, text: 'x' })],
    ['files.getUploadURLExternal', 100, () => ({ filename: 'x.png', length: 8 })],
    ['files.completeUploadExternal', 100, () => ({ files: [{ id: 'F0' }] })],
    ['views.open', 100, () => ({ trigger_id: 'x' })],
  ];

  it.each(ROWS)('%s: %i a minute, then 429 until the minute is over', async (method, perMinute, args) => {
    expect(await exhaust(method, args)).toEqual({ passed: perMinute, retryAfter: 60 });
    expect(given.slack.calls.at(-1)).toMatchObject({ status: 429, ok: false, error: 'ratelimited' });
    now += 59_000;
    expect(await exhaust(method, args)).toEqual({ passed: 0, retryAfter: 1 });
    now += 1_000;
    expect((await exhaust(method, args)).passed).toBe(perMinute);
  });

  it('one method over its limit leaves the others alone', async () => {
    await exhaust('conversations.create', () => ({ name: '' }));
    expect(await given.call('conversations.info', { channel: channel() })).toMatchObject({ ok: true });
  });

  it('every method has one', () => {
    for (const [name, method] of METHODS) expect([name, [1, 2, 3, 4, 'posting', 'special'].includes(method.tier)]).toEqual([name, true]);
  });
});

describe('chat.postMessage', () => {
  it('bears a short burst in one channel, then one a second; other channels are their own', async () => {
    const status = { channel: given.slack.channelIds.incidents, text: 'x' };
    const burst = await exhaust('chat.postMessage', () => status);
    expect(burst).toEqual({ passed: 5, retryAfter: 1 });
    expect(await given.call('chat.postMessage', { channel: given.slack.users.ana, text: 'x' })).toMatchObject({ ok: true });
    now += 1_000;
    expect((await exhaust('chat.postMessage', () => status)).passed).toBe(1);
    now += 60_000;
    expect((await exhaust('chat.postMessage', () => status)).passed).toBe(5);
  });
});
