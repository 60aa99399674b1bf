import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Contract, contract } from './slack-client.ts';

/** https://docs.slack.dev/messaging/working-with-files#uploading_files, and what blocks may show of it. */

const PNG = Buffer.from('89504e470d0a1a0a00000000', 'hex');
let given: Contract;
let channel: string;
let now = Date.UTC(2026, 0, 1);

beforeAll(async () => {
  given = await contract({ now: () => now });
  channel = String(given.slack.channelIds.incidents);
});
afterAll(() => given.slack.close());

async function ask(length = PNG.length): Promise<{ id: string; url: string }> {
  const { file_id: id, upload_url: url } = await given.must('files.getUploadURLExternal', {
    filename: 'chart.png',
    length,
    alt_txt: 'lag',
  });
  return { id: String(id), url: String(url) };
}
const send = async (url: string, bytes: Buffer = PNG) => (await fetch(url, { method: 'POST', body: new Uint8Array(bytes) })).status;
const complete = (id: string) => given.call('files.completeUploadExternal', { files: [{ id, title: 'Chart' }] });
const show = (id: string) =>
  given.call('chat.postMessage', { channel, text: 'x', blocks: [{ type: 'image', slack_file: { id }, alt_text: 'lag' }] });

describe('an upload', () => {
  it('is asked for, sent, completed, and a moment later shown', async () => {
    const { id, url } = await ask();
    expect(await show(id)).toMatchObject({ error: 'invalid_blocks' });
    expect(await send(url)).toBe(200);
    expect(await show(id)).toMatchObject({ error: 'invalid_blocks' });
    expect(await complete(id)).toMatchObject({ ok: true, files: [{ id, title: 'Chart' }] });
    expect(await show(id)).toMatchObject({
      error: 'invalid_blocks',
      response_metadata: { messages: ['[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]'] },
    });
    now += 2_000;
    expect(await show(id)).toMatchObject({ ok: true });
    expect(given.slack.files().find((file) => file.id === id)).toMatchObject({ altText: 'lag', bytes: PNG });
  });

  it('goes to its address once, with the length that was announced', async () => {
    const { url } = await ask(PNG.length + 1);
    expect(await send(url)).toBe(400);
    const other = await ask();
    expect(await send(other.url)).toBe(200);
    expect(await send(other.url)).toBe(404);
    expect(await send(`${given.slack.origin}/upload/v1/guessed`)).toBe(404);
  });

  it('is completed once, and not before it was sent', async () => {
    const { id, url } = await ask();
    expect(await complete(id)).toMatchObject({ error: 'file_update_failed' });
    await send(url);
    expect(await complete(id)).toMatchObject({ ok: true });
    expect(await complete(id)).toMatchObject({ error: 'file_update_failed' });
    expect(await complete('F0NOBODY')).toMatchObject({ error: 'file_not_found' });
  });

  it('needs a name, a length and no novel for a description', async () => {
    for (const args of [{ length: 8 }, { filename: 'x.png' }, { filename: 'x.png', length: 0 }, { filename: 'x.png', length: 'x' }]) {
      expect(await given.call('files.getUploadURLExternal', args)).toMatchObject({ error: 'invalid_arguments' });
    }
    const long = { filename: 'x.png', length: 8, alt_txt: 'x'.repeat(1_001) };
    expect(await given.call('files.getUploadURLExternal', long)).toMatchObject({ error: 'alt_txt_too_large' });
    expect(await given.call('files.completeUploadExternal', { files: [] })).toMatchObject({ error: 'invalid_arguments' });
  });
});

it('what is no picture is not shown, nor what nobody uploaded', async () => {
  const words = Buffer.from('no picture!!');
  const { id, url } = await ask(words.length);
  await send(url, words);
  await complete(id);
  now += 2_000;
  expect(await show(id)).toMatchObject({ error: 'invalid_blocks' });
  expect(await show('F0NOBODY')).toMatchObject({ error: 'invalid_blocks' });
});
