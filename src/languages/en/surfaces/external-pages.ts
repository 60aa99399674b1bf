/** What is said in an incident's channel of status pages that somebody else keeps. Plain text; whoever shows it escapes it. */
export interface ExternalPageTexts {
  driftHead: (page: string, ref: string) => string;
  gone: string;
  stage: (ours: string, theirs: string) => string;
  component: (id: string, ours: string, theirs: string) => string;
  textHead: (sequence: number) => string;
  ours: string;
  theirs: string;
  deleted: string;
  /** A word of theirs that is none of ours. */
  other: string;
  stageName: Record<'investigating' | 'identified' | 'monitoring' | 'resolved', string>;
  componentState: Record<'operational' | 'degraded' | 'partial-outage' | 'major-outage', string>;
  putBack: string;
  putBackLabel: (page: string, ref: string) => string;
  take: string;
  takeLabel: (page: string, ref: string) => string;
  takeHint: string;
  leaveHint: string;
  over: Record<'ours' | 'theirs', (by: string) => string>;
  overThere: string;
  settledDone: Record<'ours' | 'theirs', (ref: string, page: string) => string>;
  refused: (page: string, ref: string) => string;
}

export const externalPages: ExternalPageTexts = {
  driftHead: (page, ref) => `${page} does not say about ${ref} what we told there: somebody changed it by hand.`,
  gone: 'The whole incident was deleted there.',
  stage: (ours, theirs) => `State: ${theirs} there, ${ours} here.`,
  component: (id, ours, theirs) => `Component ${id}: ${theirs} there, ${ours} here.`,
  textHead: (sequence) => `Text of update ${sequence}:`,
  ours: 'Ours:',
  theirs: 'Theirs:',
  deleted: 'deleted',
  other: 'something else',
  stageName: { investigating: 'Investigating', identified: 'Identified', monitoring: 'Monitoring', resolved: 'Resolved' },
  componentState: {
    operational: 'operational',
    degraded: 'degraded',
    'partial-outage': 'partial outage',
    'major-outage': 'major outage',
  },
  putBack: 'Put ours back',
  putBackLabel: (page, ref) => `Put back on ${page} what we told about ${ref}`,
  take: 'Take theirs',
  takeLabel: (page, ref) => `Take what ${page} says about ${ref} as ours`,
  takeHint: 'Their text becomes a correction on every surface, in the language of that page.',
  leaveHint: 'Taking theirs means that nothing more is told there about this incident.',
  over: { ours: (by) => `✓ ${by} has ours put back.`, theirs: (by) => `✓ ${by} took theirs.` },
  overThere: '– It was changed there again meanwhile.',
  settledDone: {
    ours: (ref, page) => `✓ What we told about ${ref} is being put back on ${page}.`,
    theirs: (ref, page) => `✓ What ${page} says about ${ref} is ours now.`,
  },
  refused: (page, ref) => `${page} did not take what was told about ${ref}; the other surfaces go on.`,
};
