import type { Lane } from '../../domain/ports/chat.ts';
import type { SlackClient } from './slack-client.ts';
import { uploadFile } from './upload-file.ts';

/** Slack takes so many characters of a description for screen readers. */
const ALT_MAX = 1_000;

/** Uploads a picture that is shared with no channel: nobody sees it until a block of a message names its id. */
export async function uploadImage(
  client: SlackClient,
  { png, altText, ...image }: { png: Uint8Array; fileName: string; title: string; altText: string },
  options: { lane: Lane; timeoutMs: number },
): Promise<string> {
  return await uploadFile(client, { ...image, bytes: png, altText: [...altText].slice(0, ALT_MAX).join('') }, options);
}
