import { momentOf } from '../foreign/moment.ts';
import type { Alert, IncomingAlert } from './alert.ts';
import { soundsWorse } from './severity-words.ts';
import type { Weight } from './weight.ts';

const SILENT_MS = 3_600_000;

/**
 * What is known of an alert after it was received once more. A firing alert that fires again only counts up; a resolved one that fires
 * again later is new trouble. What is older than what is known (a late copy from another sender) changes nothing but the count.
 * Returns undefined when there is nothing to remember: the end of something that never began here.
 */
export function foldAlert(
  known: Alert | undefined,
  incoming: IncomingAlert & { source: string; service: string; groupKey: string; weight: Weight },
  receivedAt: Date,
): Alert | undefined {
  const startsAt = beginOf(incoming, receivedAt);
  if (incoming.status === 'resolved') return known && foldResolved(known, incoming, receivedAt);
  const said = {
    title: incoming.title,
    labels: incoming.labels,
    description: incoming.description ?? null,
    url: incoming.url ?? null,
    service: incoming.service,
    groupKey: incoming.groupKey,
    weight: incoming.weight,
    leftOut: incoming.leftOut ?? {},
    lastSeenAt: receivedAt,
  };
  if (!known) {
    const { source, fingerprint } = incoming;
    return { source, fingerprint, ...said, status: 'firing', startsAt, endsAt: null, firstSeenAt: receivedAt, times: 1, news: 'fired' };
  }
  const times = known.times + 1;
  if (known.status === 'resolved') {
    // Only a sender that says when it began can be late.
    const late = incoming.startsAt !== undefined && startsAt.getTime() <= known.startsAt.getTime();
    if (late) return { ...known, times, lastSeenAt: receivedAt };
    return { ...known, ...said, status: 'firing', startsAt, endsAt: null, times, news: 'fired' };
  }
  const worse = isWorse(incoming, known);
  const again = beganAnew(known, incoming, receivedAt);
  const news = known.news === 'fired' || known.news === 'worse' ? known.news : worse ? 'worse' : again ? 'again' : known.news;
  return { ...known, ...said, startsAt: again ? startsAt : known.startsAt, times, news };
}

/** Whether an alert's history has more to tell after it was received: it began, got worse, began anew or ended. A repetition tells nothing. */
export function isChange(before: Alert | undefined, after: Alert): boolean {
  if (before === undefined || before.status !== after.status) return true;
  return after.news !== before.news || isWorse(after, before);
}

/** By its severity; where a route or a scenario decides that, or nobody knows what it was, by its own word. */
function isWorse(now: Pick<Alert, 'weight' | 'labels'>, before: Pick<Alert, 'weight' | 'labels'>): boolean {
  if (now.weight === null || before.weight === null) return soundsWorse(now.labels, before.labels);
  return now.weight > before.weight || (now.weight === before.weight && soundsWorse(now.labels, before.labels));
}

/** A sender that does not say when it began must have been silent for a while. */
function beganAnew(known: Alert, incoming: IncomingAlert, receivedAt: Date): boolean {
  if (incoming.startsAt !== undefined) return beginOf(incoming, receivedAt).getTime() > known.startsAt.getTime();
  return receivedAt.getTime() - known.lastSeenAt.getTime() > SILENT_MS;
}

function foldResolved(known: Alert, incoming: IncomingAlert, receivedAt: Date): Alert {
  if (known.status === 'resolved') return { ...known, lastSeenAt: receivedAt };
  const saidAt = momentOf(incoming.startsAt, 'UTC');
  const stale = saidAt !== undefined && saidAt.getTime() < known.startsAt.getTime();
  if (stale) return { ...known, lastSeenAt: receivedAt };
  return { ...known, status: 'resolved', endsAt: receivedAt, lastSeenAt: receivedAt, news: 'resolved' };
}

/** A sender's clock may run ahead; nothing begins after it was heard of. */
function beginOf({ startsAt }: IncomingAlert, receivedAt: Date): Date {
  const at = momentOf(startsAt, 'UTC');
  return at === undefined || at.getTime() > receivedAt.getTime() ? receivedAt : at;
}
