import { slackAdvice } from '../slack-advice.ts';

/** What to do about a word of Slack's, by that word; those that have none do without. */
export const slack: Readonly<Record<string, string>> = { ...slackAdvice.advice, missing_scope: slackAdvice.appLacksAScope };
