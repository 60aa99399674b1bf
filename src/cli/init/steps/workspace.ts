import { ConfigError, loadConfigWith, wantedOf } from '../../../config.ts';
import { OperatorError } from '../../../domain/errors.ts';
import { withoutEnd } from '../../../domain/text/without-end.ts';
import { slackIn } from '../../../integrations/slack/account.ts';
import { createSlackChat, createSocketAddresses } from '../../../integrations/slack/index.ts';
import { missingScopesText, wantedScopes } from '../../wanted-scopes.ts';
import { askUntilGood, mustAnswer } from '../ask.ts';
import type { Step, StepContext } from '../draft.ts';

/** The tokens of the Slack app, and how Slack reaches us. */
export const workspaceStep: Step = {
  title: 'Slack app',
  async run(context) {
    const { asker, draft } = context;
    const { variables } = draft;
    const appToken = await askUntilGood(
      asker,
      [
        {
          key: 'appToken',
          text: 'App-level token (Basic Information → App-Level Tokens, xapp-…)',
          secret: true,
          otherwise: 'HTTP instead of Socket Mode',
        },
      ],
      async ([answer = '']) => {
        const token = valid('SLACK_APP_TOKEN', answer);
        // Asks where to connect, and connects to nothing.
        await createSocketAddresses({ appToken: token, ...slackOf(context, { SLACK_APP_TOKEN: token }) })();
        return token;
      },
    );
    if (appToken !== undefined) variables.SLACK_APP_TOKEN = appToken;
    if (isWanted('SLACK_SIGNING_SECRET', variables)) {
      variables.SLACK_SIGNING_SECRET = await mustAnswer(
        asker,
        { key: 'signingSecret', text: 'Signing secret (Basic Information → App Credentials)', secret: true },
        (answer) => valid('SLACK_SIGNING_SECRET', answer),
      );
    }
    variables.SLACK_BOT_TOKEN = await mustAnswer(
      asker,
      { key: 'botToken', text: 'Bot token (OAuth & Permissions → Bot User OAuth Token, xoxb-…)', secret: true },
      (answer) => botToken(context, answer),
    );
    if (appToken !== undefined) return;
    const publicUrl = await askUntilGood(
      asker,
      [{ key: 'publicUrl', text: 'The https address under which Slack reaches Bongsu', otherwise: 'set PUBLIC_URL later' }],
      ([answer = '']) => {
        const url = withoutEnd(valid('PUBLIC_URL', answer), '/');
        if (!url.startsWith('https:')) throw new OperatorError('not_https', `Slack takes only https addresses; found ${url}.`);
        return url;
      },
    );
    if (publicUrl === undefined) return;
    variables.PUBLIC_URL = publicUrl;
    asker.say(`  The app's manifest for this address: npm run manifest -- --http ${publicUrl}`);
  },
};

/** The token, after Slack took it and said that it may do everything. */
async function botToken(context: StepContext, answer: string): Promise<string> {
  const token = valid('SLACK_BOT_TOKEN', answer);
  const chat = createSlackChat({ token, ...slackOf(context, { SLACK_BOT_TOKEN: token }) });
  const { teamName, teamId, scopes } = await chat.identity();
  const missing = wantedScopes().filter((scope) => scopes !== undefined && !scopes.includes(scope));
  if (missing.length > 0) throw new OperatorError('missing_scope', `This token is ${missingScopesText(missing)} Then give the new token.`);
  context.asker.say(`  ✓ workspace ${teamName ?? teamId}${scopes ? `, all ${wantedScopes().length} scopes` : ''}`);
  return token;
}

function valid(name: string, answer: string): string {
  const wanted = wantedOf(name, answer);
  if (wanted !== undefined) throw new OperatorError('bad_answer', `Wanted ${wanted}.`);
  return answer;
}

/** Where Slack is, by the environment, before every token is known. */
function slackOf({ config, draft, log, timeoutMs }: StepContext, given: Record<string, string>) {
  // Only the address is read of it; these make it whole.
  const whole = { SLACK_BOT_TOKEN: 'xoxb-later', SLACK_SIGNING_SECRET: 'given-later', ...draft.variables, ...given };
  return { apiUrl: slackIn(config(whole).accounts).apiUrl, log, timeoutMs };
}

function isWanted(name: string, variables: Readonly<Record<string, string>>): boolean {
  try {
    loadConfigWith({ SLACK_BOT_TOKEN: 'xoxb-later', ...variables, [name]: '' });
    return false;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.some((problem) => problem.name === name);
  }
}
