/** What social networks and help desks answer, what is refused about a notice, and what sets them up. */
export const social = {
  refusedThePost: (vendor: string, status: number, quote: string) => `${vendor} refused it (HTTP ${status}).${quote}`,
  saysThatItStandsThereAlready: (vendor: string) => `${vendor} says that the same words stand there already. Change the next notice.`,
  nothingStandsThere: (id: number) => `Nothing of #${id} stands on a social network that could be withdrawn.`,
  onlyPeopleApprove: 'A notice for social networks is approved by two people; a token is none.',
  somebodyElseApproves: (id: number) =>
    `The words of the notice of #${id} are yours: you approved, corrected or changed them. Somebody else decides whether it is posted.`,
  nothingIsToBeDecided: (id: number) => `No notice of #${id} waits for a decision.`,
  readsOtherwise: (id: number) => `The notice of #${id} was changed since you read it. Please read it again: \`social\` shows it.`,
  tooLong: (network: string, most: number, length: number) =>
    `${network} takes ${most} characters, as it counts them, and this has ${length}.`,
  nothingIsLeft: 'Nothing is left to post. If that is what you want: `social decline`.',
  mastodonUrl: 'the instance on which [notices](../telling/social-networks.md) are posted',
  mastodonToken: 'of an application with the scopes `write:statuses`, `read:accounts` and `read:statuses` (Preferences → Development)',
  xApiKey: 'of an app that may read and write, for [notices](../telling/social-networks.md) on X',
  xApiSecret: 'of the same app',
  xAccessToken: 'of the account that posts, made with the permission to read and write',
  xAccessSecret: 'of the same token',
  xApiUrl: 'where the API of X is',
  webhookUrl: 'told each [notice](../telling/social-networks.md), for whatever else posts for you',
  webhookSecret: 'with which that is signed (Standard Webhooks)',
  webhookMost: 'how many characters a notice there may have',
  zendeskUrl: 'your Zendesk, which has the guide for support as a [macro](../telling/updates.md#in-a-help-desk)',
  zendeskEmail: 'of the agent to whom the token belongs; the agent may manage shared macros',
  zendeskToken: 'an API token (Admin Center → Apps and integrations → Zendesk API)',
};
