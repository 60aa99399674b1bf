/** What is said of a line that cannot be read, and of a command that nobody may give like this. */
export const grammar = {
  bongsuCannotTellWhatThisButtonOrFormIs:
    'Bongsu cannot tell what this button or form is about. Use a newer message, or type the command; `help` lists them.',
  noteHoldsCharactersAndThisHasPost: (most: number, count: number) =>
    `A note holds ${most} characters and this has ${count}. Post it in the channel and write a link to it.`,
  service: 'service',
  stateThatWasSeen: 'state that was seen',
  thereIsNoHelpLists: (name: string) => `There is no \`${name}\`. \`help\` lists what can be typed.`,
  thereIsNoServiceThere: (key: string, known: string) => `There is no service \`${key}\`. There are: ${known}.`,
  thereIsNoIncidentSee: (id: number) => `There is no incident #${id}. See \`list\` for those under way.`,
  thisChannelBelongsToNoIncident: (numbered: string, known: string) =>
    `This channel belongs to no incident. Type it in the incident's channel, or say which one: \`${numbered}\`. ${known ? `Under way: ${known}` : 'Nothing is under way.'}`,
  needsThe: (name: string, what: string) => `\`${name}\` needs the ${what}`,
  thereIsNoThePlaybook: (what: string, odd: string) => `There is no ${what} "${odd}"; the playbook has none.`,
  thereIsNoItIs: (what: string, odd: string, choices: readonly string[]) =>
    `There is no ${what} "${odd}"; it is one of ${choices.join(', ')}`,
  cannotBeThe: (odd: string, what: string) => `"${odd}" cannot be the ${what}`,
  numberOfAnIncidentHasBeforeIt: (numbered: string) => `The number of an incident has \`#\` before it: \`${numbered}\`.`,
  needsNothingBehindItToo: (nothing: boolean, line: string, odd: string) =>
    nothing ? `\`${line}\` needs nothing behind it.` : `Too many words: "${odd}" is left over. Write it as \`${line}\`.`,
  hasNoOptionItKnows: (name: string, odd: string, known: readonly string[]) =>
    `\`${name}\` has no option ${odd}. It knows ${known.join(' and ')}.`,
  thereIsNoDidYou: (verb: string, meant: string | undefined) =>
    `There is no \`${verb}\`.${meant ? ` Did you mean \`${meant}\`?` : ''} \`help\` lists what can be typed.`,
  thereIsNoDidYouMean: (odd: string, meant: string | undefined, lines: string) =>
    `There is no \`${odd}\`.${meant ? ` Did you mean \`${meant}\`?` : ''} Write ${lines}.`,
  personExample: '@name',
  personShown: '@person',
  pairsShown: 'key=value …',
  isNoTimeHereWrite: (text: string, zone: string) => `"${text}" is no time here. Write date and time, such as 2026-11-25 15:00 (${zone}).`,
};
