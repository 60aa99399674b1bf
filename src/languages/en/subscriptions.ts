/** Who hears of updates outside of the response: commands, refusals, variables. What subscribers read stands with the updates. */
export const subscriptions = {
  followSummary: 'Be told every update: of one incident, one service, or all.',
  followHereSummary: 'Have this channel told every update.',
  unfollowSummary: 'Be told no more: of what you name, or of all that you follow.',
  unfollowHereSummary: 'Tell this channel no more.',
  subscribersSummary: 'How many are told updates outside, and the webhooks.',
  webhookSummary: 'Have a signed webhook told every update.',
  removeSummary: 'Tell one subscriber nothing more.',
  incident: 'incident',
  least: 'least severity',
  address: 'address',
  addressExpects: 'Write the https address of the receiver',
  subscriber: 'subscriber',
  typeInTheChannel: 'Type this in the channel that is to be told. `follow` by itself tells you.',
  webhookIsTold: (id: string) => `That webhook is told already, as subscriber ${id}. \`subscribers remove ${id}\` ends it.`,
  thereIsNoSubscriber: (id: number) => `There is no subscriber ${id}. \`subscribers\` lists the webhooks.`,
  mailNeedsPublicUrl: 'Mail to subscribers needs PUBLIC_URL, under which they confirm and unsubscribe.',
  webhookIsHttps:
    'A webhook is an https address without user or password. Hosts inside of your network are named in WEBHOOK_PRIVATE_HOSTS.',
  hostIsPrivate: 'That host is not on the public internet. Name it in WEBHOOK_PRIVATE_HOSTS, if events may go there.',
  receiverNotReached: (why: string) => `The webhook's receiver could not be reached: ${why}.`,
  receiverWantsNoMore: 'The receiver wants nothing more (HTTP 410).',
  receiverAnswered: (status: number) => `The webhook's receiver answered with HTTP ${status}.`,
  privateHosts:
    'hosts inside of your network that [subscribers’ webhooks](../telling/subscribers.md#webhooks) may name, also over http; without it they are https on the public internet only',
  bounceSecret:
    'secret with which the mail provider signs what it posts to `/mail/events` about [mail that came back](../telling/subscribers.md#mail-that-comes-back)',
};
