/** How a place is gone. */
type Gone = 'archived' | 'left' | 'unseen' | 'closed' | 'beheaded';

/** Words about places that are gone, and back. */
export interface PlaceTexts {
  gone: Record<Gone, (channel: string) => string>;
  inThread: (ref: string) => string;
  inThreadOf: (ref: string, channel: string) => string;
  inDirect: (ref: string) => string;
  /** What brings it back. */
  wayBack: Record<Gone, string>;
  back: (ref: string, since: string) => string;
  left: (ref: string, channel: string) => string;
  statusWaits: string;
  playbookRefused: string;
  playbookMore: (more: number) => string;
  playbookWhatToDo: string;
  mailSubject: string;
  mailSince: (since: string) => string;
  mailWaits: string;
  tryAgain: string;
  tryAgainLabel: (ref: string) => string;
  tryingAgain: (ref: string, pieces: number) => string;
  nothingWaits: (ref: string) => string;
}

export const places: PlaceTexts = {
  gone: {
    archived: (channel) => `${channel} was archived.`,
    left: (channel) => `Bongsu is no longer in ${channel}.`,
    unseen: (channel) => `${channel} was deleted, or made private without Bongsu.`,
    closed: (channel) => `${channel} takes no messages from Bongsu any more.`,
    beheaded: (channel) => `The thread in ${channel} in which it went on was deleted.`,
  },
  inThread: (ref) => `Incident ${ref} goes on in this thread.`,
  inThreadOf: (ref, channel) => `Incident ${ref}, which you command, goes on in a thread in ${channel}.`,
  inDirect: (ref) => `Incident ${ref} goes on here, in direct messages with you.`,
  wayBack: {
    archived: 'When somebody unarchives it and invites Bongsu (/invite @Bongsu), the incident goes back there by itself.',
    left: 'When somebody invites Bongsu again (/invite @Bongsu), the incident goes back there by itself.',
    unseen: 'If it still exists, invite Bongsu again (/invite @Bongsu), and the incident goes back there by itself.',
    closed: 'When posting there is allowed again, *Try again* takes the incident back there.',
    beheaded: '',
  },
  back: (ref, since) => `Incident ${ref} goes on here again. It has been elsewhere since ${since}.`,
  left: (ref, channel) => `Incident ${ref} goes on in ${channel} again.`,
  statusWaits: 'Announcements and regular updates wait; they leave when it is back, or when the playbook names another status channel.',
  playbookRefused: 'The playbook was changed and cannot be used. The one before stays in force.',
  playbookMore: (more) => `… and ${more} more.`,
  playbookWhatToDo: '`npm run check` shows every mistake with its line.',
  mailSubject: 'Bongsu: Slack lets nothing through',
  mailSince: (since) => `This has been so since ${since}.`,
  mailWaits: 'Whatever needs Slack waits and leaves by itself once this is mended. Pages go by the other ways that are set up.',
  tryAgain: 'Try again',
  tryAgainLabel: (ref) => `Try again what did not work for incident ${ref}`,
  tryingAgain: (ref, pieces) =>
    `Trying again for ${ref}: ${pieces === 1 ? 'one thing' : `${pieces} things`}. \`status\` shows what still does not work.`,
  nothingWaits: (ref) => `Nothing of ${ref} waits to be tried again.`,
};
