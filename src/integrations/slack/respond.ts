import { z } from 'zod';
import type { ChatMessage } from '../../domain/chat/message.ts';
import { PermanentError } from '../../domain/errors.ts';
import { worded } from '../../languages/worded.ts';
import { httpRequest, jsonOf } from '../http.ts';
import { passingAnswer } from '../passing-answer.ts';

const refusal = z.object({ ok: z.literal(false), error: z.string() });

/**
 * Answers a command or click through its response URL, which needs no token and no lane
 * (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses). Whoever knows the URL can post, so no error shows it.
 * PermanentError `expired_url` when its half hour or its five answers are used up.
 */
export async function respond(input: { responseUrl: string; message: ChatMessage; replace?: boolean; timeoutMs: number }): Promise<void> {
  const { responseUrl, message, replace = false, timeoutMs } = input;
  const body = {
    response_type: 'ephemeral',
    replace_original: replace,
    text: message.text,
    ...(message.blocks ? { blocks: message.blocks } : {}),
  };
  const reply = await httpRequest({
    vendor: 'Slack',
    method: 'POST',
    url: responseUrl,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    timeoutMs,
  });
  const passing = passingAnswer('Slack', reply);
  if (passing && reply.status !== 500) throw passing;
  const said = refusal.safeParse(jsonOf(reply.text)).data?.error ?? (reply.status === 200 ? undefined : reply.text.trim());
  if (said === undefined) return;
  const word = /^[a-z_]{1,60}$/.test(said) ? said : undefined;
  if (reply.status === 404 || word === 'expired_url' || word === 'used_url') {
    throw new PermanentError(
      'expired_url',
      worded(({ messengers }) => messengers.thisCommandOrClickCanNoLongerBe),
    );
  }
  // Slack uses 500, and that alone, for messages it finds malformed too; its own trouble comes without a word or as an internal error.
  if (passing && (word === undefined || word === 'internal_error')) throw passing;
  const code = word ?? `http_${reply.status}`;
  throw new PermanentError(
    code,
    worded(({ messengers }) => messengers.slackRefusesTheAnswer(code)),
  );
}
