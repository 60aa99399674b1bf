import { type Mention, says, type Words } from '../words.ts';

/** What the course of an incident refuses, and what it says of itself. */
export const incidents = {
  noAnswer: 'no answer',
  incidentHasNoRowDeadlines: (id: number, rowId: string) => `Incident #${id} has no row ${rowId}. \`deadlines\` lists those it has.`,
  isAlready: (rowId: string, state: string, why: string) => `${rowId} is ${state} already${why}.`,
  incidentIsWriteANote: (id: number, state: string) => `Incident #${id} is ${state}; write a \`note\` instead, or use \`reopen\` first.`,
  namedTheCauseAlreadyTo: (by: Mention, title: string): Words =>
    says`${by} named the cause already: ${title}. To name another one, type \`diagnosis is <cause>\`.`,
  playbookHasNoCauseDid: (name: string, near: string, all: readonly string[]) =>
    `The playbook has no cause "${name}"; did you mean \`${near}\`? It knows ${all.join(', ')}.`,
  somebodyWasFasterIsNow: (userId: Mention, called: string, role: string): Words =>
    says`Somebody was faster: ${userId} is ${called} now. To change that, type \`assign ${role} @name\` again.`,
  incidentIsAlready: (id: number, from: string) => `Incident #${id} is ${from} already.`,
  incidentIsItsSeverityIs: (id: number, state: string) => `Incident #${id} is ${state}; its severity is history. Use \`reopen\` first.`,
  thatIncidentIsGone: 'That incident is gone.',
  namesToAreAllTakenByOtherChannels: (first: string, last: string) => `The names ${first} to ${last} are all taken by other channels.`,
  thereIsNoIncidentSee: (id: number) => `There is no incident #${id}. See \`list\`.`,
  wasFaster: (by: Mention): Words => says`${by} was faster. `,
  channelWasArchived: 'The channel was archived.',
  channelWasDeleted: 'The channel was deleted.',
  playbookNamesNobodyWhoCouldBeWrittenTo: 'The playbook names nobody who could be written to.',
  noAnswerWithinS: (seconds: number) => `No answer within ${seconds} s.`,
  undone: (title: string) => `${title}: undone`,
  beginningHasNotBeenAnnouncedYet: 'The beginning has not been announced yet.',
  itWaitsForThePlaceOfTheIncident: 'It waits for the place of the incident.',
  theEarlierOneFirst: 'An earlier message is still under way, and this one follows it.',
  incidentHasNoUpdatesToCome: (id: number) => `Incident #${id} has no updates to come. \`update show\` says what was told.`,
  nothingWasToldAboutYetThatCouldBe: (id: number) => `Nothing was told about #${id} yet that could be corrected.`,
  draftOfTheNextUpdateOfIsNotThereYet: (id: number) =>
    `The draft of the next update of #${id} is not there yet. \`update\` shows it now, in a form.`,
  hasNoUpdateThatCouldBeCorrected: (id: number, sequence: number) =>
    `#${id} has no update ${sequence} that could be corrected. \`update show\` says what was told.`,
  somebodyCorrectedUpdateOfSinceYou: (sequence: number, id: number) =>
    `Somebody corrected update ${sequence} of #${id} since you looked. Open the form once more.`,
  thatUpdateOfWasPostedOrSkippedAlready: (id: number) =>
    `That update of #${id} was posted or skipped already. \`update\` shows the next one.`,
  private: 'private',
  incidentHasNoUpdatesToComeBecauseItIs: (id: number, why: string) => `Incident #${id} has no updates to come, because it is ${why}.`,
};
