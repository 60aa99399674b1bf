import { levelOf } from '../../src/domain/signals/thresholds.ts';
import { createPrometheus } from '../../src/integrations/metrics/prometheus.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { stackPlaybook } from './playbook.ts';

const { signals } = stackPlaybook();
/** Prometheus has news once a second. */
const LOOK_EVERY_MS = 500;

/** The playbook's signals, as the stack's Prometheus has them. */
export class Readings {
  private readonly source;

  constructor(url: string) {
    this.source = createPrometheus({ url });
  }

  /** One signal now, by its key; undefined when it has no value. */
  async of(key: string): Promise<number | undefined> {
    const signal = signals[key];
    if (!signal) throw new Error(`the playbook has no signal ${key}`);
    return (await this.source.instant({ query: signal.query, at: new Date(), timeoutMs: 5_000 }))?.value;
  }

  async all(keys = Object.keys(signals)): Promise<Record<string, number | undefined>> {
    return Object.fromEntries(await Promise.all(keys.map(async (key) => [key, await this.of(key)] as const)));
  }

  /** Resolves when every signal has a value and none is over a threshold: the start is over. */
  untilAll(withinMs = 90_000): Promise<void> {
    const hasAll = (found: Record<string, number | undefined>) => Object.keys(signals).every((key) => found[key] !== undefined);
    return this.until('a value of every signal, none over its threshold', withinMs, (found) => hasAll(found) && isCalm(found));
  }

  /** Resolves when no signal is over a threshold of the playbook. Those without a threshold may have no value: nobody holds a lock that is not needed. */
  untilCalm(withinMs: number): Promise<void> {
    return this.until('no signal over its threshold', withinMs, isCalm);
  }

  /** Resolves when each of these has been over its value, not necessarily all at once. */
  untilOver(wanted: Record<string, number>, withinMs: number): Promise<void> {
    const seen = new Set<string>();
    return this.until(`${JSON.stringify(wanted)} exceeded`, withinMs, (found) => {
      for (const [key, above] of Object.entries(wanted)) if ((found[key] ?? Number.NEGATIVE_INFINITY) > above) seen.add(key);
      return seen.size === Object.keys(wanted).length;
    });
  }

  /** A signal without a value counts as over, because nobody knows. */
  untilUnder(wanted: Record<string, number>, withinMs: number): Promise<void> {
    return this.until(`${JSON.stringify(wanted)} not exceeded`, withinMs, (found) =>
      Object.entries(wanted).every(([key, above]) => (found[key] ?? Number.POSITIVE_INFINITY) <= above),
    );
  }

  private async until(what: string, withinMs: number, done: (found: Record<string, number | undefined>) => boolean): Promise<void> {
    let last: Record<string, number | undefined> = {};
    const look = async () => {
      last = await this.all();
      return done(last) || undefined;
    };
    await eventually(() => `${what}; last: ${JSON.stringify(last)}`, look, withinMs, LOOK_EVERY_MS);
  }
}

function isCalm(found: Record<string, number | undefined>): boolean {
  return Object.entries(signals).every(([key, { thresholds }]) => {
    if (thresholds.length === 0) return true;
    const value = found[key];
    return value !== undefined && levelOf(value, thresholds) === 'normal';
  });
}
