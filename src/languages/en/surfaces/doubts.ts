/** Of what only some came. */
export type Piece =
  | 'brokers'
  | 'partitions'
  | 'groups'
  | 'series'
  | 'nodes'
  | 'replicas'
  | 'sessions'
  | 'files'
  | 'folders'
  | 'classes'
  | 'queues';
/** What a reader stops at when there is too much of it. */
export type Counted = 'lines' | 'bytes' | 'commands' | 'files';

/** Words for an answer that is less than the whole. Parameters arrive escaped, numbers formatted. */
export interface DoubtTexts {
  /** Before the reasons, where a limit is crossed all the same. */
  atLeast: string;
  partial: string;
  says: (words: string) => string;
  some: (of: Piece, came: string, all: string) => string;
  cut: (of: Counted, most: string) => string;
  cutOff: (duration: string | undefined) => string;
  begun: (over: string, of: string) => string;
  stale: (value: string, duration: string) => string;
  /** So many of the signals are measured only in part. */
  unsure: (count: number) => string;
  /** Not one of the signals is measured whole. */
  allUnsure: string;
  /** Whether a mitigation helped, by what was measured only in part. */
  unsureProof: string;
  /** The same for people who do not work on the incident. */
  unsureOutside: (count: number) => string;
}

const PIECES: Record<Piece, string> = {
  brokers: 'brokers',
  partitions: 'partitions',
  groups: 'groups',
  series: 'series',
  nodes: 'nodes',
  replicas: 'replicas',
  sessions: 'sessions',
  files: 'files',
  folders: 'folders',
  classes: 'classes',
  queues: 'queues',
};

const COUNTED: Record<Counted, string> = { lines: 'lines', bytes: 'bytes', commands: 'commands', files: 'files' };

export const doubts: DoubtTexts = {
  atLeast: 'at least',
  partial: 'the source says that a part is missing',
  says: (words) => `the source says: ${words}`,
  some: (of, came, all) => `only ${came} of ${all} ${PIECES[of]}`,
  cut: (of, most) =>
    most === '1' ? `only the newest of the ${COUNTED[of]} was looked at` : `only the newest ${most} ${COUNTED[of]} were looked at`,
  cutOff: (duration) => (duration === undefined ? 'cut off from its primary' : `cut off from its primary for ${duration}`),
  begun: (over, of) => `counted for ${over} of ${of} so far`,
  stale: (value, duration) => `last ${value}, ${duration} ago`,
  unsure: (count) => `${count} measured only in part`,
  allUnsure: 'Every signal is measured only in part: how bad it is cannot be said.',
  unsureProof: '? *Not sure* whether it helped: before or after it ran, the signals were measured only in part',
  unsureOutside: (count) => `${count} can be measured only in part at the moment`,
};
