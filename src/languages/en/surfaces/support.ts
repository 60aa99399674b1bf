/** The guide for customer support. */
export const support = {
  head: (service: string, stage: string) => `${service} · guide for support · ${stage}`,
  told: 'What everybody is told',
  guide: 'What to say',
  promise: 'Promise no time of recovery.',
  over: 'It is over. Tell whoever asks that it works again.',
  next: (time: string) => `The next update comes at ${time}.`,
  last: 'No further update follows.',
};
