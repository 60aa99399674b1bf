import { PermanentError } from '../domain/errors.ts';
import { createSlackChat, type SlackChat, type SlackIdentity } from '../integrations/slack/index.ts';
import { missingScopesText, wantedScopes } from '../wanted-scopes.ts';
import type { Check, Finding } from './check.ts';
import { creationFinding } from './slack-creation.ts';

const lane = { lane: 'ack' } as const;

/** The token, its scopes against manifest.yml, how Slack reaches us, whether it lets us create channels, and the channels of the playbook. */
export const slackCheck: Check = {
  name: 'Slack',
  async run(context) {
    const { config, playbook, log, timeoutMs } = context;
    const { botToken, apiUrl, appToken } = config.slack;
    const chat = createSlackChat({ token: botToken.reveal(), apiUrl, timeoutMs, log });
    const identity = await chat.identity();
    const { status, support } = playbook.team.channels;
    const channels = [...new Set([status, ...(support === undefined ? [] : [support])])];
    return [
      { level: 'ok', subject: 'Slack token', text: whereAt(identity) },
      scopes(identity.scopes),
      door(appToken !== undefined, config.publicUrl),
      await creationFinding(chat, context),
      ...(await Promise.all(channels.map((channel) => channelFinding(chat, channel)))),
    ];
  },
};

function whereAt({ teamName, teamId, enterpriseId, userId }: SlackIdentity): string {
  const organisation = enterpriseId === undefined ? '' : ` of the organisation ${enterpriseId}`;
  return `workspace ${teamName ?? teamId} (${teamId})${organisation}, bot user ${userId}`;
}

function scopes(granted: readonly string[] | undefined): Finding {
  const subject = 'Slack scopes';
  if (granted === undefined) return { level: 'warn', subject, text: 'Slack did not say which scopes the token has.' };
  const wanted = wantedScopes();
  const missing = wanted.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return { level: 'ok', subject, text: `all ${wanted.length} of manifest.yml` };
  return { level: 'fail', subject, text: missingScopesText(missing) };
}

function door(socketMode: boolean, publicUrl: string | undefined): Finding {
  const subject = 'Slack door';
  if (socketMode) {
    const text = 'SLACK_APP_TOKEN is set, and Socket Mode is not there yet: unset it and use HTTP (npm run manifest -- --http https://…).';
    return { level: 'fail', subject, text };
  }
  if (publicUrl)
    return {
      level: 'ok',
      subject,
      text: `HTTP: the app's request URL must be ${publicUrl}/slack/events (npm run manifest -- --http ${publicUrl})`,
    };
  return {
    level: 'warn',
    subject,
    text: 'HTTP, but PUBLIC_URL is not set: set it to the https address that Slack reaches.',
  };
}

async function channelFinding(chat: SlackChat, channel: string): Promise<Finding> {
  const subject = `Slack channel ${channel}`;
  try {
    const { name, isMember, isArchived } = await chat.channelState({ channel }, lane);
    if (isArchived)
      return {
        level: 'fail',
        subject,
        text: `#${name} is archived: unarchive it, or name another one under team.channels in the playbook.`,
      };
    if (!isMember)
      return {
        level: 'warn',
        subject,
        text: `Bongsu is not in #${name} yet. It joins by itself before its first message; /invite @Bongsu there to be sure.`,
      };
    return { level: 'ok', subject, text: `#${name}, Bongsu is in it` };
  } catch (error) {
    if (error instanceof PermanentError) return { level: 'fail', subject, text: error.message };
    throw error;
  }
}
