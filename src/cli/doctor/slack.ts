import { archivedAdvice } from '../../domain/chat/slack-advice.ts';
import { errorText, PermanentError } from '../../domain/errors.ts';
import { slackIn } from '../../integrations/slack/account.ts';
import { createSlackChat, createSocketAddresses, type SlackChat, type SlackIdentity } from '../../integrations/slack/index.ts';
import { missingScopesText, optionalScopes, wantedScopes } from '../wanted-scopes.ts';
import type { Check, CheckContext, Finding } from './check.ts';
import { creationFinding } from './slack-creation.ts';

const lane = { lane: 'ack' } as const;

/** The token, its scopes against manifest.yml, how Slack reaches us, whether it lets us create channels, and the channels of the playbook. */
export const slackCheck: Check = {
  name: 'Slack',
  address: 'SLACK_API_URL, where it is set, and the way out of this machine',
  async run(context) {
    const { config, playbook, log, timeoutMs } = context;
    const { botToken, apiUrl } = slackIn(config.accounts);
    const chat = createSlackChat({ token: botToken.reveal(), apiUrl, timeoutMs, log });
    const identity = await chat.identity();
    const { status, support } = playbook.team.channels;
    const channels = [...new Set([status, ...(support === undefined ? [] : [support])])];
    return [
      { level: 'ok', subject: 'Slack token', text: whereAt(identity) },
      scopes(identity.scopes),
      ...(await door(context)),
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
  const leftOut = optionalScopes().filter((scope) => !granted.includes(scope));
  const without =
    leftOut.length === 0
      ? ''
      : `; without ${leftOut.join(', ')}, which may be left out: docs/paging.md and docs/telling/timeline.md say what for`;
  if (missing.length === 0) return { level: 'ok', subject, text: `all ${wanted.length} of manifest.yml that are needed${without}` };
  return { level: 'fail', subject, text: missingScopesText(missing) };
}

/** Over which way Slack reaches Bongsu, why that one, and whether it can. */
async function door(context: CheckContext): Promise<Finding[]> {
  const subject = 'Slack door';
  const { publicUrl } = context.config;
  const { appToken } = slackIn(context.config.accounts);
  if (appToken) return await socketMode(context, appToken.reveal());
  if (publicUrl) {
    const text = `HTTP, since SLACK_APP_TOKEN is not set: the app's request URL must be ${publicUrl}/slack/events (npm run manifest -- --http ${publicUrl})`;
    return [{ level: 'ok', subject, text }];
  }
  const text =
    'HTTP, since SLACK_APP_TOKEN is not set, but neither is PUBLIC_URL: set it to the https address that Slack reaches, or set SLACK_APP_TOKEN to need none.';
  return [{ level: 'warn', subject, text }];
}

async function socketMode({ config, log, timeoutMs }: CheckContext, appToken: string): Promise<Finding[]> {
  const subject = 'Slack door';
  const mode = 'Socket Mode, since SLACK_APP_TOKEN is set: no public address is needed';
  // Slack counts a connection when it is made; an address that nobody goes to costs nothing.
  const refused = await createSocketAddresses({ appToken, apiUrl: slackIn(config.accounts).apiUrl, timeoutMs, log })().then(
    () => undefined,
    errorText,
  );
  const found: Finding[] = refused
    ? [{ level: 'fail', subject, text: `${mode}, but Slack gives no connection. ${refused}` }]
    : [{ level: 'ok', subject, text: `${mode}, and connections:write works` }];
  if (config.publicUrl) {
    const text =
      'PUBLIC_URL and SLACK_APP_TOKEN are both set: SLACK_APP_TOKEN decides, and nothing is taken at /slack/events. Unset the one that you do not mean; the manifest must fit (npm run manifest).';
    found.push({ level: 'warn', subject, text });
  }
  return found;
}

async function channelFinding(chat: SlackChat, channel: string): Promise<Finding> {
  const subject = `Slack channel ${channel}`;
  try {
    const { name, isMember, isArchived, isShared } = await chat.channelState({ channel }, lane);
    if (isArchived)
      return {
        level: 'fail',
        subject,
        text: archivedAdvice(name ?? channel),
      };
    if (!isMember)
      return {
        level: 'warn',
        subject,
        text: `Bongsu is not in #${name} yet. It joins by itself before its first message; /invite @Bongsu there to be sure.`,
      };
    if (isShared)
      return {
        level: 'warn',
        subject,
        text: `#${name} is shared with another organisation: people there read whatever is announced in it.`,
      };
    return { level: 'ok', subject, text: `#${name}, Bongsu is in it` };
  } catch (error) {
    if (error instanceof PermanentError) return { level: 'fail', subject, text: error.message };
    throw error;
  }
}
