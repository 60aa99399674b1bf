/** Words about the cause of an incident. */
export interface DiagnosisTexts {
  head: (ref: string) => string;
  confidence: Record<'likely' | 'possible' | 'weak', string>;
  /** `DB connection pool: transactions held too long`. */
  cause: (component: string, cause: string) => string;
  is: Record<'high' | 'low' | 'normal' | 'more-than', string>;
  normally: (value: string) => string;
  moreThan: (other: string, value: string | undefined) => string;
  since: (when: string) => string;
  before: (gap: string, components: string) => string;
  suffers: (components: string) => string;
  ruledOut: (tests: string) => string;
  fits: (mitigations: string) => string;
  others: string;
  nothing: string;
  nothingSure: (unsure: number) => string;
  notYet: string;
  unexplained: (components: string) => string;
  past: (when: string) => string;
  named: (what: string, by: string) => string;
  namedBriefly: string;
  begun: (rows: string) => string;
  waived: (rows: string) => string;
  thisIsIt: string;
  thisIsItLabel: (cause: string, ref: string) => string;
  howToName: (command: string, cause: string) => string;
  done: (cause: string, ref: string) => string;
  briefing: string;
}

export const diagnosis: DiagnosisTexts = {
  head: (ref) => `Diagnosis of ${ref}`,
  confidence: { likely: 'Likely cause', possible: 'Possible cause', weak: 'A weak sign of' },
  cause: (component, cause) => `${component}: ${cause}`,
  is: { high: 'high', low: 'low', normal: 'normal', 'more-than': 'more than' },
  normally: (value) => `normally ${value}`,
  moreThan: (other, value) => `more than ${other}${value === undefined ? '' : ` (${value})`}`,
  since: (when) => `since ${when}`,
  before: (gap, components) => `Began ${gap} before ${components} suffered from it.`,
  suffers: (components) => `Affected: ${components}.`,
  ruledOut: (tests) => `Would rule this out: ${tests}.`,
  fits: (mitigations) => `What helps: ${mitigations}.`,
  others: 'Also possible',
  nothing: 'Nothing stands out: every signal is in its usual range.',
  nothingSure: (unsure) =>
    `Nothing stands out in what is measured whole; ${unsure === 1 ? '1 signal is' : `${unsure} signals are`} measured only in part.`,
  notYet: 'The signals have not been judged yet.',
  unexplained: (components) => `${components} is in trouble, and no cause in the playbook explains it.`,
  past: (when) => `Back to normal; last seen at ${when}.`,
  named: (what, by) => `🔎 ${by} names the cause: *${what}*.`,
  namedBriefly: 'Cause',
  begun: (rows) => `Due from now on: ${rows}.`,
  waived: (rows) => `No longer due: ${rows}.`,
  thisIsIt: 'This is it',
  thisIsItLabel: (cause, ref) => `Name ${cause} as the cause of incident ${ref}`,
  howToName: (command, cause) => `Something else? \`${command} diagnosis is ${cause}\``,
  done: (cause, ref) => `✓ The cause of ${ref} is named: ${cause}.`,
  briefing: 'Cause',
};
