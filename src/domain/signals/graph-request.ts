import { distance } from 'fastest-levenshtein';
import { worded } from '../../languages/worded.ts';
import { UserError } from '../errors.ts';
import type { Playbook } from '../playbook/schema.ts';

/** How far back a chart reaches when nobody says. */
export const USUAL_SPAN = '1h';
const LEAST_MS = 60_000;
/** Prometheus refuses more values than this much holds, and keeps little longer by default. */
const MOST_MS = 14 * 86_400_000;
const NAMED = 5;

/** Whether a chart can reach back so far, in milliseconds. */
export function isGraphSpan(ms: number): boolean {
  return ms >= LEAST_MS && ms <= MOST_MS;
}

/** The signal that somebody means: its key, or its title in any language, in capitals or not. Throws UserError `no_such_signal` with the nearest names. */
export function findSignal(playbook: Pick<Playbook, 'signals'>, name: string): string {
  const asked = plain(name);
  const known = Object.entries(playbook.signals).map(([key, { title }]) => ({
    key,
    names: [key, ...new Set(Object.values(title))].map(plain),
  }));
  const exact = known.find(({ names }) => names.includes(asked));
  if (exact) return exact.key;
  const ranked = known
    .map(({ key, names }) => ({ key, away: Math.min(...names.map((candidate) => far(asked, candidate))) }))
    .sort((a, b) => a.away - b.away || a.key.localeCompare(b.key))
    .slice(0, NAMED)
    .map(({ key }) => `\`${key}\``);
  const odd = name.replaceAll('`', "'").slice(0, 60);
  const example = `\`graph ${Object.keys(playbook.signals)[0]} 2h\``;
  throw new UserError(
    'no_such_signal',
    worded(({ rules }) => rules.sayWhichSignalThereIsNoSignalSuchAs(asked, odd, ranked, example)),
  );
}

/** `Kafka lag`, `kafka-lag` and `kafka_lag` are the same. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim();
}

/** A part of a name is near to it. */
function far(asked: string, name: string): number {
  return asked !== '' && name.includes(asked) ? 0.5 : distance(asked, name);
}
