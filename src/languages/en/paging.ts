import { type Mention, says, type Words } from '../words.ts';

/** About pages, and people who cannot be reached. */
export const paging = {
  over: {
    mitigated: 'is mitigated',
    resolved: 'is resolved',
    cancelled: 'was a false alarm',
  },
  thisPageIsOverAnd: (id: number, over: string) =>
    `This page is over: #${id} ${over}, and there was nothing left to do. Nothing was changed.`,
  thatPageIsNotKnownHereAnyMore: 'That page is not known here any more. See `list` for what is open.',
  incidentIsEscalationHasStopped: (id: number, state: string) =>
    `Incident #${id} is ${state}; escalation has stopped. Use \`page @name\` to call somebody.`,
  everybodyHasBeenPagedAlready: 'Everybody has been paged already. Use `page @name` to call one person again.',
  incidentWasEscalatedAMomentAgo: (id: number) => `Incident #${id} was escalated a moment ago. \`status\` shows who was paged.`,
  cannot: {
    oncall: 'cannot be put on call',
    command: 'cannot be given command',
    role: 'cannot be given a role',
    page: 'cannot be paged',
  },
  why: {
    deactivated: 'that account is deactivated in Slack',
    unknown: 'Slack knows nobody of that id',
    bot: 'that is a bot',
    guest: 'guests of the workspace can press nothing here',
    elsewhere: 'that account belongs to another workspace',
  },
  nameSomebodyElse: (user: Mention, cannot: string, why: string): Words => says`${user} ${cannot}: ${why}. Name somebody else.`,
  incidentIsThereIsNothing: (id: number, state: string) =>
    `Incident #${id} is ${state}; there is nothing to page for. Use \`reopen\` first.`,
  nobodyIsOnCallForOrAfterIt: (level: string) => `Nobody is on call for ${level} or after it. Name somebody: \`page @name\`.`,
  thisPageWasPassedOnBefore: 'This page was passed on before.',
  hasThisPageAlready: (by: Mention): Words => says`${by} has this page already.`,
};
