/** Words about how the numbers move, and about their charts. */
export interface BriefingTexts {
  verdict: Record<'better' | 'worse' | 'higher' | 'lower' | 'same', string>;
  sinceOpening: (verdict: string) => string;
  sinceMitigation: (verdict: string, time: string) => string;
  abnormalSince: (time: string) => string;
  abnormalBefore: (time: string) => string;
  /** `moved`: up or down where neither is better; `unknown`: without a whole number then or now. Together they are all of the signals. */
  counts: (counts: { worse: number; better: number; same: number; moved: number; unknown: number }) => string;
  within: (count: number) => string;
  withoutLimit: (count: number) => string;
  following: (until: string) => string;
  followed: (until: string) => string;
  staysNormal: string;
  notNormal: (names: string) => string;
  notSure: (names: string) => string;
  notKnown: (names: string) => string;
  limit: string;
  mark: Record<'opened' | 'mitigation' | 'recovered', string>;
  span: (from: string, to: string, zone: string) => string;
  altText: (title: string, span: string) => string;
  graphHead: (name: string, duration: string) => string;
  graphFailed: (why: string) => string;
  graphComing: Record<'here' | 'direct', (name: string, duration: string) => string>;
  askedBy: (who: string) => string;
}

export const briefing: BriefingTexts = {
  verdict: { better: 'better', worse: 'worse', higher: 'higher', lower: 'lower', same: 'same' },
  sinceOpening: (verdict) => `${verdict} since opening`,
  sinceMitigation: (verdict, time) => `${verdict} since the mitigation at ${time}`,
  abnormalSince: (time) => `abnormal since ${time}`,
  abnormalBefore: (time) => `abnormal since before ${time}`,
  counts: ({ worse, better, same, moved, unknown }) =>
    [
      `Since opening: ${worse} worse, ${better} better, ${same} the same`,
      ...(moved > 0 ? [`${moved} changed`] : []),
      ...(unknown > 0 ? [`${unknown} unknown`] : []),
    ].join(', '),
  within: (count) => (count === 1 ? '1 signal within its limits' : `${count} signals within limits`),
  withoutLimit: (count) => (count === 1 ? '1 signal without a limit' : `${count} signals without a limit`),
  following: (until) => `After recovery these are followed until ${until}`,
  followed: (until) => `After recovery these were followed until ${until}`,
  staysNormal: 'they stay normal.',
  notNormal: (names) => `⚠ not normal: ${names}.`,
  notSure: (names) => `measured only in part: ${names}.`,
  notKnown: (names) => `without a number: ${names}.`,
  limit: 'limit',
  mark: { opened: 'opened', mitigation: 'mitigation', recovered: 'resolved' },
  span: (from, to, zone) => `${from} – ${to} ${zone}`,
  altText: (title, span) => `Chart of ${title}, ${span}:`,
  graphHead: (name, duration) => `${name}, the last ${duration}`,
  graphFailed: (why) => `There is no chart of it: ${why}`,
  graphComing: {
    here: (name, duration) => `The chart of ${name} over the last ${duration} comes into this channel in a moment, for everybody to see.`,
    direct: (name, duration) => `The chart of ${name} over the last ${duration} comes to you as a direct message in a moment.`,
  },
  askedBy: (who) => `asked for by ${who}`,
};
