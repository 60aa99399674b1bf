/** Words for why a row is waived, missed or kept; a code without them does not compile. Parameters arrive escaped and shortened. */
export interface ReasonTexts {
  /** Codes that say everything. */
  plain: Record<
    'private' | 'recovered' | 'mitigated' | 'reopened' | 'cancelled' | 'held' | 'no-surface' | 'no-network' | 'no-working-hour' | 'moved',
    string
  >;
  /** Where the playbook says no more why. */
  scenario: (title: string) => string;
  cause: (title: string) => string;
  followed: (minutes: number) => string;
  collected: (sources: string) => string;
}

export const reasons: ReasonTexts = {
  plain: {
    private: 'The incident is private.',
    'no-surface': 'This team has no place where it would be told (`team.channels.support`, `updates.helpDesks`).',
    'no-network': 'The playbook names no social network for it (`updates.social`).',
    recovered: 'Recovered before it was due.',
    mitigated: 'Mitigated before it was due.',
    reopened: 'The incident was reopened.',
    cancelled: 'The incident was cancelled as a false alarm.',
    held: 'Everything measured is well; escalation is held.',
    'no-working-hour': 'There is no working hour before it is due; this is the first working slot.',
    moved: 'The meeting was moved past the time when it is due.',
  },
  scenario: (title) => `It does not apply to the scenario: ${title}.`,
  cause: (title) => `It does not fit the cause: ${title}.`,
  followed: (minutes) => `Followed for ${minutes} min after recovery.`,
  collected: (sources) => `Collected automatically: ${sources}`,
};
