/** The timeline as people read it. */
export const timeline = {
  head: (ref: string, total: number) => `Timeline of incident ${ref} (${total})`,
  none: 'There is nothing of this in the timeline.',
  groups: {
    state: 'The incident itself',
    alerts: 'Alerts',
    people: 'Pages and people',
    deadlines: 'Deadlines',
    analysis: 'Analysis',
    mitigations: 'Mitigations',
    updates: 'Updates and notices',
    notes: 'Notes and messages',
    review: 'Review',
  },
  hint: (command: string) =>
    `\`${command} timeline notes\` · \`timeline @name\` · \`timeline edit <number>\` · \`timeline remove <number> <why>\` · \`timeline export csv\``,
  removed: (by: string, reason: string) => `struck out by ${by}: ${reason}`,
  edited: (by: string) => `edited by ${by}`,
  isPrivate: 'private',
  open: 'message',
  chosen: (ref: string) => `✓ The message is added to the timeline of ${ref}. What a program wrote is left out.`,
  noIncidentHere:
    'This channel belongs to no incident, so there is no timeline to which the message could be added. In the channel of an incident it works.',
  impact: {
    title: 'What it did',
    submit: 'Save',
    inside: 'Stays inside, as everything in this form does.',
    label: {
      cause: 'Cause',
      who: 'Who was affected',
      howMany: 'How many (a number)',
      lasted: 'How long, such as 40m',
      money: 'Money, if known',
      fixedBy: 'What fixed it',
    },
  },
  formTitle: 'Edit an entry',
  formSubmit: 'Save',
  formLabel: (entry: string) => `Entry ${entry}`,
  formHint: 'What it said before stays in the record.',
  earlier: 'Before:',
};
