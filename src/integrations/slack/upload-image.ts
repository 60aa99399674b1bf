import { PermanentError } from '../../domain/errors.ts';
import type { Lane } from '../../domain/ports/chat.ts';
import { worded } from '../../languages/worded.ts';
import { httpRequest } from '../http.ts';
import { passingAnswer } from '../passing-answer.ts';
import * as replies from './replies.ts';
import type { SlackClient } from './slack-client.ts';

/** Slack takes so many characters of a description for screen readers. */
const ALT_MAX = 1_000;

/**
 * Uploads a picture in Slack's three steps (https://docs.slack.dev/messaging/working-with-files#uploading_files), as the SDK's filesUploadV2 does, but
 * through our lanes and with our deadlines. It is shared with no channel: nobody sees it until a block of a message names its id.
 */
export async function uploadImage(
  client: SlackClient,
  image: { png: Uint8Array; fileName: string; title: string; altText: string },
  { lane, timeoutMs }: { lane: Lane; timeoutMs: number },
): Promise<string> {
  const { png, fileName, title } = image;
  const altText = [...image.altText].slice(0, ALT_MAX).join('');
  const place = await client.call(
    lane,
    'files.getUploadURLExternal',
    { filename: fileName, length: png.length, alt_txt: altText },
    replies.uploadPlace,
  );
  const reply = await httpRequest({
    vendor: 'Slack',
    method: 'POST',
    url: place.upload_url,
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(png),
    timeoutMs,
  });
  const passing = passingAnswer('Slack', reply);
  if (passing) throw passing;
  const { status } = reply;
  if (status !== 200)
    throw new PermanentError(
      `http_${status}`,
      worded(({ messengers }) => messengers.slackRefusesAPictureWithHttp(status)),
    );
  await client.call(lane, 'files.completeUploadExternal', { files: [{ id: place.file_id, title }] }, replies.nothing);
  return place.file_id;
}
