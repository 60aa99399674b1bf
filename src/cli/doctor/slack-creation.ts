import { errorText, PermanentError } from '../../domain/errors.ts';
import { systemClock } from '../../domain/time/clock.ts';
import type { SlackChat } from '../../integrations/slack/index.ts';
import type { CheckContext, Finding } from './check.ts';

const SUBJECT = 'Slack channel creation';
const THREAD = 'Until then incidents go on in a thread of the status channel.';
const lane = { lane: 'ack' } as const;

/**
 * Whether the workspace lets this app create channels. Slack has no way to ask, and does not document in which order conversations.create finds
 * faults, so that a call which must fail proves nothing: only a channel that was made does, and that wants to be allowed.
 */
export async function creationFinding(chat: SlackChat, { playbook, trials }: CheckContext): Promise<Finding> {
  if (!trials?.has('create-channel')) {
    const text = `the scope is there; whether the workspace allows it shows only when one is made: npm run doctor -- --create-channel makes one and archives it. Where it is not allowed, incidents go on in a thread of the status channel.`;
    return { level: 'ok', subject: SUBJECT, text };
  }
  const name = `${playbook.team.channels.prefix}-doctor-${systemClock.now().getTime().toString(36)}`;
  try {
    const { id } = await chat.createChannel({ name, isPrivate: false }, lane);
    return await putAway(chat, { id, name });
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    const level = error.code === 'restricted_action' ? 'warn' : 'fail';
    return { level, subject: SUBJECT, text: `${error.message} ${THREAD}` };
  }
}

async function putAway(chat: SlackChat, { id, name }: { id: string; name: string }): Promise<Finding> {
  try {
    await chat.archive({ channel: id }, lane);
    return { level: 'ok', subject: SUBJECT, text: `allowed: #${name} was made and archived` };
  } catch (error) {
    return {
      level: 'warn',
      subject: SUBJECT,
      text: `allowed, but #${name} could not be archived: archive it by hand. ${errorText(error)}`,
    };
  }
}
