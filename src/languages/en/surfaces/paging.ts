/** Words about who can be reached, who has it, and that nothing is left to do. */
export interface PagingTexts {
  /** Somebody has it already; on a page that is sent because it goes on, or on one that stands. */
  has: (who: string, time: string) => string;
  hasNow: (who: string, time: string) => string;
  /** A repetition while somebody has the incident already. */
  againWith: (asLevel: string, attempt: number) => string;
  over: Record<'mitigated' | 'resolved' | 'cancelled', (time: string) => string>;
  escalatedHave: (ref: string, toLevel: string, people: string) => string;
  haveAlready: (people: string) => string;
  /** Why somebody could not be paged, after their name. */
  trouble: Record<'deactivated' | 'unknown' | 'bot' | 'elsewhere' | 'no-way', string>;
  quiet: string;
  quietUntil: (time: string) => string;
  failing: (said: string) => string;
  refusedTo: (ref: string, from: string, why: string, to: string) => string;
  refusedNobody: (ref: string, from: string, why: string) => string;
  quietTo: (ref: string, from: string, why: string, to: string) => string;
  quietNobody: (ref: string, from: string, why: string) => string;
  personTrouble: (ref: string, from: string, why: string) => string;
  unreached: (ref: string) => string;
  unreachedNobody: (ref: string) => string;
  unreachedAdvice: (command: string) => string;
  reached: (ref: string, who: string) => string;
  held: (ref: string) => string;
  /** Nothing is measured: only the alerts tell. */
  heldByAlerts: (ref: string) => string;
  heldSilent: (titles: string) => string;
  heldNext: (level: string) => string;
  heldAsk: string;
  escalateAsk: (level: string) => string;
  pageHas: (who: string) => string;
}

export const paging: PagingTexts = {
  has: (who, time) => `${who} has been on it since ${time}. You are called because it goes on.`,
  hasNow: (who, time) => `${who} has been on it since ${time}.`,
  againWith: (asLevel, attempt) => `Page ${attempt} to you ${asLevel}.`,
  over: {
    mitigated: (time) => `✓ Mitigated at ${time}. Nothing to do.`,
    resolved: (time) => `✓ Resolved at ${time}. Nothing to do.`,
    cancelled: (time) => `✓ A false alarm, cancelled at ${time}. Nothing to do.`,
  },
  escalatedHave: (ref, toLevel, people) => `⬆ ${ref} is escalated ${toLevel}. Nobody is paged, because they have it already: ${people}.`,
  haveAlready: (people) => `Not paged again, because they have it already: ${people}.`,
  trouble: {
    deactivated: 'is deactivated in Slack',
    unknown: 'is unknown to Slack',
    bot: 'is a bot',
    elsewhere: 'cannot be written to by Bongsu',
    'no-way': 'has no address that any way to page could use',
  },
  quiet: 'has Do Not Disturb on, and nothing that rings reaches them',
  quietUntil: (time) => `has Do Not Disturb on until ${time}, and nothing that rings reaches them`,
  failing: (said) => `could not be reached yet (${said})`,
  refusedTo: (ref, from, why, to) => `⚠ ${from} ${why} and cannot be paged for ${ref}. ${to} is paged now.`,
  refusedNobody: (ref, from, why) => `⚠ ${from} ${why} and cannot be paged for ${ref}. Nobody is left to page in their place.`,
  quietTo: (ref, from, why, to) => `${from} ${why}. ${to} is paged for ${ref} as well.`,
  quietNobody: (ref, from, why) => `⚠ ${from} ${why}. Nobody else is left to page for ${ref}.`,
  personTrouble: (ref, from, why) => `⚠ ${from} ${why}: this page for ${ref} wakes nobody. Name somebody else with \`page @name\`.`,
  unreached: (ref) => `⚠ *Nobody could be paged for ${ref}.* Call somebody yourself.`,
  unreachedNobody: (ref) => `⚠ *Nobody is on call for ${ref}*, at any level. Call somebody yourself.`,
  unreachedAdvice: (command) =>
    `Or page one person: \`${command} page @name\`. \`npm run doctor\` says what is wrong with the people on call and the ways to page.`,
  reached: (ref, who) => `✓ Somebody could be reached for ${ref} after all: ${who}.`,
  held: (ref) => `⏸ Everything measured is well again, so ${ref} is escalated no further for now.`,
  heldByAlerts: (ref) => `⏸ Every alert is over, so ${ref} is escalated no further for now.`,
  heldSilent: (titles) => `Without a sure value at the moment: ${titles}.`,
  heldNext: (level) => `Waiting: ${level}. They are paged as soon as an alert comes back or a value leaves its limits.`,
  heldAsk: 'Is it over for users? Then mark it as mitigated. If the numbers miss something, escalate.',
  escalateAsk: (level) => `This pages now: ${level}. They are woken if they sleep.`,
  pageHas: (who) => `${who} has it already; you are called because it goes on.`,
};
