import { PermanentError } from '../../domain/errors.ts';
import type { Lane } from '../../domain/ports/chat.ts';
import { worded } from '../../languages/worded.ts';
import { httpRequest } from '../http.ts';
import { passingAnswer } from '../passing-answer.ts';
import * as replies from './replies.ts';
import type { SlackClient } from './slack-client.ts';

export interface UploadedFile {
  bytes: Uint8Array;
  fileName: string;
  title: string;
  /** Said by screen readers, of a picture. */
  altText?: string;
  /** Where it is shown at once; nobody sees it otherwise until a block of a message names its id. */
  channel?: string;
}

/**
 * Uploads a file in Slack's three steps (https://docs.slack.dev/messaging/working-with-files#uploading_files), as the SDK's filesUploadV2 does, but
 * through our lanes and with our deadlines. Returns its id.
 */
export async function uploadFile(
  client: SlackClient,
  { bytes, fileName, title, altText, channel }: UploadedFile,
  { lane, timeoutMs }: { lane: Lane; timeoutMs: number },
): Promise<string> {
  const asked = { filename: fileName, length: bytes.length, ...(altText !== undefined && { alt_txt: altText }) };
  const place = await client.call(lane, 'files.getUploadURLExternal', asked, replies.uploadPlace);
  const reply = await httpRequest({
    vendor: 'Slack',
    method: 'POST',
    url: place.upload_url,
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
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
  const shared = channel === undefined ? {} : { channel_id: channel };
  await client.call(lane, 'files.completeUploadExternal', { files: [{ id: place.file_id, title }], ...shared }, replies.nothing);
  return place.file_id;
}
