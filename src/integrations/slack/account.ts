import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Secret } from '../accounts/secret.ts';
import { httpUrl, secret } from '../accounts/shapes.ts';

export interface SlackSettings {
  botToken: Secret;
  /** Absent only in Socket Mode, where nothing is signed. */
  signingSecret: Secret | undefined;
  /** Set: Socket Mode. */
  appToken: Secret | undefined;
  /** Ends in `/`. */
  apiUrl: string;
}

/** Tells a bot token from a user token. */
const telling = /^(xox[a-z]-|xapp-)/;

export const slackAccount = account({
  title: 'Slack',
  variables: {
    SLACK_BOT_TOKEN: {
      shape: secret('a bot token, which begins with xoxb- (Slack app → OAuth & Permissions)', {
        matches: (text) => text.startsWith('xoxb-'),
        telling,
      }),
      required: true,
      example: 'xoxb-0123456789-example',
      said: worded(({ accounts }) => accounts.slackBotToken),
    },
    SLACK_SIGNING_SECRET: {
      shape: secret('the signing secret (Slack app → Basic Information → App Credentials)', {
        matches: (text) => text.length >= 8,
        telling,
      }),
      example: 'signing-secret-example',
      said: worded(({ accounts }) => accounts.slackSigningSecret),
    },
    SLACK_APP_TOKEN: {
      shape: secret('an app-level token, which begins with xapp- (Slack app → Basic Information → App-Level Tokens), or nothing for HTTP', {
        matches: (text) => text.startsWith('xapp-'),
        telling,
      }),
      example: 'xapp-1-0123456789-example',
      said: worded(({ accounts }) => accounts.slackAppToken),
    },
    SLACK_API_URL: {
      shape: httpUrl('an http(s) address such as https://slack.com/api/'),
      usual: 'https://slack.com/api',
      example: 'https://slack.com/api',
      said: worded(({ accounts }) => accounts.slackApiUrl),
    },
  },
  oneOf: { names: ['SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'], otherwise: 'SLACK_APP_TOKEN for Socket Mode' },
  settings: ({ SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_APP_TOKEN, SLACK_API_URL }): SlackSettings => ({
    botToken: SLACK_BOT_TOKEN,
    signingSecret: SLACK_SIGNING_SECRET,
    appToken: SLACK_APP_TOKEN,
    apiUrl: `${SLACK_API_URL}/`,
  }),
});

/** Nothing starts without it. */
export function slackIn(accounts: Accounts): SlackSettings {
  const settings = accounts.of(slackAccount);
  if (!settings) throw new Error('a configuration without Slack');
  return settings;
}
