/** What somebody reads who comes into the channel of an incident. */
export const catchUp = {
  head: (ref: string) => `You are in the channel of ${ref}. Only you see this.`,
  likely: (cause: string) => `Likely cause: ${cause}.`,
  named: (cause: string) => `The cause: ${cause}.`,
  unknown: 'The cause is not known yet.',
  underWay: (what: string) => `under way: ${what}`,
  done: (what: string) => `done: ${what}`,
  nothingDone: 'Nothing has been done about it yet.',
  told: (time: string) => `Told outside at ${time}`,
  more: 'The briefing is pinned in this channel; `/incident status` shows the numbers.',
};
