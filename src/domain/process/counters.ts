/** Everything that a process counts for `/metrics`, by name (`bongsu_` goes before it, `_total` after it); adding one is one line here. */
export const COUNTERS = {
  alerts_refused: { help: 'Alert requests that were refused whole.', labels: ['sender', 'reason'] },
  alerts_set_aside: { help: 'Single alerts that could not be read and were set aside.', labels: ['sender', 'reason'] },
  slack_requests_refused: { help: 'Requests that claimed to come from Slack and were refused.', labels: ['reason'] },
  effects_failed: { help: 'Messages and other effects that failed for good, by the kind of their row.', labels: ['kind'] },
  runs_failed: { help: 'Runs of steps that nobody could carry out.', labels: ['code'] },
  unhandled_rejections: { help: 'Promises that failed with nobody waiting for them: bugs that the process survived.', labels: [] },
  events: { help: 'What happened in incidents, by the kind of event.', labels: ['kind'] },
  uncaught_exceptions: { help: 'Exceptions that nobody caught: bugs; only those of a single connection are survived.', labels: [] },
} as const satisfies Record<string, { help: string; labels: readonly string[] }>;

export type CounterName = keyof typeof COUNTERS;

/** Exactly the labels that a counter has. Values come from short closed lists: each new one is a series for ever. */
export type CounterLabels<N extends CounterName> = Readonly<Record<(typeof COUNTERS)[N]['labels'][number], string>>;

/** Counts what this process did or refused since it started. Never fails. */
export interface Counters {
  count<N extends CounterName>(name: N, labels: CounterLabels<N>, by?: number): void;
}
