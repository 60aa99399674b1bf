/** Where an incident stands, for people outside. */
type Stage = 'investigating' | 'identified' | 'monitoring' | 'resolved';

/** What subscribers read around the texts, on pages and in mail: plain text, for people who know nothing of incidents. */
export interface SubscriberWords {
  page: {
    title: string;
    intro: string;
    address: string;
    services: string;
    major: string;
    send: string;
    /** The same whether or not the address is known. */
    sent: string;
    sentMore: string;
    noAddress: string;
    tooMany: string;
    notOffered: string;
    confirm: string;
    confirmMore: string;
    confirmButton: string;
    confirmed: string;
    confirmedMore: string;
    end: string;
    endMore: string;
    endButton: string;
    ended: string;
    endedMore: string;
    again: string;
    unknownToken: string;
    unknownTokenMore: string;
  };
  mail: {
    confirmSubject: (service: string) => string;
    confirm: (service: string, url: string) => string;
    subject: (service: string, stage: string) => string;
    maintenance: string;
    /** What became of planned work. */
    work: Record<'planned' | 'started' | 'moved' | 'completed' | 'cancelled', string>;
    times: (from: string, to: string) => string;
    stage: Record<Stage, string>;
    next: (time: string) => string;
    status: (url: string) => string;
    why: (url: string) => string;
  };
  slack: {
    /** Behind a message in Slack. */
    how: (command: string) => string;
  };
  answer: {
    following: (what: string, where: string) => string;
    unfollowed: (what: string, where: string) => string;
    notFollowing: (what: string, where: string) => string;
    everything: string;
    incident: (id: number) => string;
    least: (severities: string) => string;
    here: string;
    direct: string;
  };
  list: {
    head: string;
    counts: (counts: Readonly<Record<'mail' | 'webhook' | 'channel' | 'person', number>>) => string;
    webhook: (id: string, address: string) => string;
    failing: (since: string) => string;
    dropped: (count: number) => string;
    needs: (names: string) => string;
    added: (address: string) => string;
    removed: (id: number) => string;
  };
}

/** What an update says to people outside, and what those who write it read. Plain text; whoever shows it escapes it. */
export interface UpdateTexts {
  stage: Record<Stage, string>;
  /** Of a stage, in a word or two. */
  stageName: Record<Stage, string>;
  progress: Record<'better' | 'worse' | 'mixed' | 'same', string>;
  changed: (what: string) => string;
  done: (what: string) => string;
  doneInAll: (what: string) => string;
  cause: (what: string) => string;
  /** What users notice, where nobody wrote it. */
  effect: (service: string) => string;
  /** What an update begins as, where the playbook has no text for it; with its placeholders. */
  template: string;
  /** While it is back to normal. */
  recoveringTemplate: string;
  endTemplate: string;
  /** Of a false alarm. */
  cancelTemplate: string;
  /** The draft in the incident's channel. */
  draftHead: (ref: string, when: string) => string;
  draftSent: string;
  /** `by` is empty where nobody did. */
  draftOver: Record<'approved' | 'skipped' | 'posted' | 'sent', (ref: string, by: string) => string>;
  heldHead: (ref: string, surfaces: string) => string;
  asks: (who: string) => string;
  approve: string;
  approveLabel: (ref: string) => string;
  edit: string;
  editLabel: (ref: string) => string;
  approvedBy: (who: string) => string;
  asDrafted: string;
  correctedBy: (who: string) => string;
  modalTitle: string;
  modalSave: string;
  modalHint: (when: string) => string;
  modalNow: string;
  modalNowHint: string;
  correctTitle: string;
  correctSave: string;
  correctHint: string;
  loading: string;
  field: (language: string) => string;
  surface: Record<
    'status-channel' | 'status-page' | 'support' | 'help-desk' | 'social' | 'subscribers' | 'audiences' | 'external-pages',
    string
  >;
  delivery: Record<'waiting' | 'sent' | 'failed' | 'held' | 'skipped' | 'declined' | 'missed' | 'withdrawn', string>;
  /** Of a notice for social networks. */
  waitsForSecond: string;
  toldHead: (sequence: number) => string;
  approvedDone: (ref: string, when: string) => string;
  correctedDone: (ref: string, sequence: number) => string;
  correct: string;
  correctLabel: (ref: string, sequence: number) => string;
  /** What subscribers read, in mail, on pages and in Slack. */
  subscribers: SubscriberWords;
}

const subscribers: SubscriberWords = {
  page: {
    title: 'Updates by mail',
    intro: 'We write to you when there is a problem, while we work on it, and when it is over.',
    address: 'Your mail address',
    services: 'What you want to hear of',
    major: 'Only when it is serious',
    send: 'Send me updates',
    sent: 'Please look into your mailbox',
    sentMore:
      'If mail can reach this address, we have written to it. Open the link in that mail, and you are subscribed. It may take a few minutes.',
    noAddress: 'This is no mail address. Please check it.',
    tooMany: 'Too many requests came from your network. Please try again in a few minutes.',
    notOffered: 'Updates by mail are not offered here.',
    confirm: 'Confirm your subscription',
    confirmMore: 'Press the button, and updates go to the address that this link was sent to.',
    confirmButton: 'Confirm',
    confirmed: 'You are subscribed',
    confirmedMore: 'Each mail has a link with which you end it.',
    end: 'End your subscription',
    endMore: 'Press the button, and no more updates go to the address that this link was sent to.',
    endButton: 'Unsubscribe',
    ended: 'You are unsubscribed',
    endedMore: 'We send nothing more to this address.',
    again: 'Subscribe again',
    unknownToken: 'This link does not work any more',
    unknownTokenMore: 'Please use the link in the newest mail, or subscribe once more.',
  },
  mail: {
    confirmSubject: (service) => `Please confirm: updates on ${service}`,
    confirm: (service, url) =>
      `Somebody, most likely you, asked for updates on ${service} at this address.\n\nTo receive them, open this page and press the button:\n${url}\n\nIf it was not you, do nothing: you will hear nothing more from us. The link works for two days.\n`,
    subject: (service, stage) => `${service}: ${stage}`,
    maintenance: 'maintenance',
    work: {
      planned: 'maintenance is planned',
      started: 'maintenance has begun',
      moved: 'maintenance is moved',
      completed: 'maintenance is completed',
      cancelled: 'maintenance is cancelled',
    },
    times: (from, to) => `From ${from} to ${to}.`,
    stage: {
      investigating: 'we are looking into a problem',
      identified: 'we are working on a problem',
      monitoring: 'back to normal, being watched',
      resolved: 'all is well again',
    },
    next: (time) => `We write again by ${time}.`,
    status: (url) => `How things stand now: ${url}`,
    why: (url) => `You receive this because you subscribed. Unsubscribe: ${url}`,
  },
  slack: {
    how: (command) => `You follow this. \`${command} unfollow\` ends it.`,
  },
  answer: {
    following: (what, where) => `✓ Updates on ${what} are told ${where} from now on.`,
    unfollowed: (what, where) => `✓ Updates on ${what} are no longer told ${where}.`,
    notFollowing: (what, where) => `Updates on ${what} were not told ${where}.`,
    everything: 'everything',
    incident: (id) => `incident #${id}`,
    least: (severities) => `, of ${severities}`,
    here: 'in this channel',
    direct: 'to you, by direct message',
  },
  list: {
    head: 'Subscribers to updates',
    counts: ({ mail, webhook, person, channel }) =>
      `By mail: ${mail} · webhooks: ${webhook} · people in Slack: ${person} · channels: ${channel}`,
    webhook: (id, address) => `${id} · ${address}`,
    failing: (since) => `nothing has reached it since ${since}`,
    dropped: (count) => `Given up within a week, because nothing reached them: ${count}`,
    needs: (names) => `Nobody can subscribe by mail yet: set ${names}.`,
    added: (address) => `✓ ${address} is told from now on. It checks our signature with this secret, which is shown only now:`,
    removed: (id) => `✓ Subscriber ${id} is told nothing more.`,
  },
};

export const updates: UpdateTexts = {
  stage: {
    investigating: 'We are looking into it.',
    identified: 'We know the likely cause and are working on it.',
    monitoring: 'It is back to normal, and we are watching that it stays so.',
    resolved: 'It is over.',
  },
  stageName: { investigating: 'Investigating', identified: 'Identified', monitoring: 'Recovering', resolved: 'Resolved' },
  progress: {
    better: 'It has become better since the last update.',
    worse: 'It has become worse since the last update.',
    mixed: 'Some of it has become better since the last update, some worse.',
    same: 'Nothing has changed since the last update.',
  },
  changed: (what) => `Measured: ${what}.`,
  done: (what) => `Done since the last update: ${what}.`,
  doneInAll: (what) => `What was done: ${what}.`,
  cause: (what) => `The cause: ${what}.`,
  effect: (service) => `${service} does not work as usual.`,
  template: '{effect} This has been so since {onset}. {stage} {progress} {done} Next update at {nextUpdate}.',
  recoveringTemplate:
    '{service} is back to normal, and we are watching that it stays so. It was affected from {onset} on. {done} Next update at {nextUpdate}.',
  endTemplate: '{service} works as usual again, after {duration}. {cause} {done} Thank you for waiting.',
  cancelTemplate: 'It was a false alarm: {service} works as usual.',
  draftHead: (ref, when) => `Update of ${ref}, due ${when}: please approve it, or change it.`,
  draftSent: 'If nobody does, it goes out as it stands, with the numbers of that moment.',
  draftOver: {
    approved: (ref, by) => `✓ The update of ${ref} is approved by ${by}:`,
    skipped: (ref, by) => `– ${by} left out this update of ${ref}:`,
    posted: (ref, by) => `✓ ${by} had the update of ${ref} posted at once. This was its draft:`,
    sent: (ref) => `✓ This update of ${ref} was due, and went out as it was drafted then. The draft was:`,
  },
  heldHead: (ref, surfaces) => `The update of ${ref} waits for approval: ${surfaces}.`,
  asks: (who) => `${who}, can you approve it?`,
  approve: 'Approve',
  approveLabel: (ref) => `Approve the update of incident ${ref} as it stands`,
  edit: 'Change…',
  editLabel: (ref) => `Change the text of the update of incident ${ref}`,
  approvedBy: (who) => `Approved by ${who}.`,
  asDrafted: 'As drafted by Bongsu.',
  correctedBy: (who) => `Corrected by ${who}.`,
  modalTitle: 'Update',
  modalSave: 'Approve',
  modalHint: (when) => `Goes out ${when} on every surface, in the reader's language.`,
  modalNow: 'Send it now',
  modalNowHint: 'The regular clock goes on as it was.',
  correctTitle: 'Correct an update',
  correctSave: 'Correct',
  correctHint: 'Replaces what was told, on every surface.',
  loading: 'The draft is being written …',
  field: (language) => `Text in ${language}`,
  surface: {
    'status-channel': 'status channel',
    'status-page': 'status page',
    support: 'support guide',
    'help-desk': 'help desk',
    social: 'social networks',
    subscribers: 'subscribers',
    audiences: 'audiences inside',
    'external-pages': 'external pages',
  },
  delivery: {
    waiting: 'on its way',
    sent: 'told',
    failed: 'failed',
    held: 'waits for approval',
    skipped: 'left out',
    declined: 'not this time',
    missed: 'nobody decided in time',
    withdrawn: 'withdrawn',
  },
  waitsForSecond: 'a second person decides',
  toldHead: (sequence) => `Told in update ${sequence}:`,
  approvedDone: (ref, when) => `✓ Approved. The update of ${ref} goes out ${when}.`,
  correctedDone: (ref, sequence) => `✓ Update ${sequence} of ${ref} is being corrected on every surface.`,
  correct: 'Correct…',
  correctLabel: (ref, sequence) => `Correct update ${sequence} of incident ${ref}`,
  subscribers,
};
