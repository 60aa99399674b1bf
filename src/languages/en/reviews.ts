import { type Mention, says, type Words } from '../words.ts';

/** About the analysis, the retrospective and the follow-ups. */
export const reviews = {
  calendarsAreNotRead: 'Calendars of people are not read',
  isNoCalendar: (why: string) => `What is at the address is no iCalendar: ${why}.`,
  nothingIsProposedForYet: (id: string) => `Nothing is proposed for ${id} yet. Have it collected with \`analysis run ${id}\`.`,
  somethingElseIsProposedForByNow: (id: string, path: string) =>
    `Something else is proposed for ${id} by now: ${path}. Look at the newest message of its thread.`,
  wasFasterAndHasTo: (has: Mention, item: string): Words =>
    says`${has} was faster and has ${item}. To take it over, type \`analysis take ${item}\`.`,
  wasTickedAlreadyBy: (id: string, doneBy: Mention): Words => says`${id} was ticked already by ${doneBy}.`,
  nothingOfCanBeCollectedAutomatically: (id: string) =>
    `Nothing of ${id} can be collected automatically. Take it with \`analysis take ${id}\`.`,
  analysisOfHasNoRowIt: (id: number, rowId: string, known: string) =>
    `The analysis of #${id} has no row ${rowId}. It has ${known || 'none'}.`,
  hasNoInItsList: (id: string, key: string, list: string) =>
    `${id} has no ${key} in its list. ${list ? `It has ${list}.` : 'It has no list.'}`,
  ours: 'unexpected trouble; the log has the details',
  cannotTellSeriesApart: (source: string) => `${source} cannot tell series apart.`,
  prometheusHasNoHikaricpConnectionsOf: (selector: string) =>
    `Prometheus has no hikaricp_connections_… of ${selector}: check the selector under analysis.pools.`,
  playbookHasNoSignal: (key: string) => `The playbook has no signal ${key}.`,
  ofIsDoneAlready: (rowId: string, id: number) => `${rowId} of #${id} is done already.`,
  itHas: (known: readonly string[]) => `It has ${known.join(', ')}.`,
  followUpsBeginWhenAnIncidentIsResolved: 'Follow-ups begin when an incident is resolved.',
  incidentHasNoFollowUp: (id: number, rowId: string, has: string) => `Incident #${id} has no follow-up ${rowId}. ${has}`,
  retrospectiveOfWasHeldAlready: (id: number) => `The retrospective of #${id} was held already.`,
  noRetrospectiveOfIsPlanned: (incidentId: number) =>
    `No retrospective of #${incidentId} is planned. It is planned automatically when the incident is resolved.`,
  thatTimeHasPassedName: 'That time has passed. Name one in the future, such as `retro move 2026-11-25 15:00`.',
  retrospectiveIsPlannedForThatTime: 'The retrospective is planned for that time already.',
  retrospectiveOfWasMovedMeanwhileRetro: (id: number) => `The retrospective of #${id} was moved meanwhile. \`retro\` shows when it is now.`,
};
