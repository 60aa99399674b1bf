import { recordOf } from '../text/own.ts';
import { wellFormed } from '../text/well-formed.ts';
import type { IncomingAlert } from './alert.ts';

const TEXT_MAX = 1_000;
const TITLE_MAX = 200;
/** The most labels that are kept of one alert. */
const LABELS_MAX = 64;
/** And the most characters of all of them together. */
const LABELS_TEXT_MAX = 8_192;
const FINGERPRINT_MAX = 200;

/** An alert as somebody sent it, within bounds and without what no database takes (NUL, halves of characters). Its labels come from `boundedLabels`. */
export function cleanAlert(alert: IncomingAlert): IncomingAlert {
  const { description, url, startsAt, labels, leftOut } = alert;
  return {
    fingerprint: fingerprintOf(clean(alert.fingerprint, Number.POSITIVE_INFINITY)),
    status: alert.status,
    title:
      clean(
        alert.title
          .slice(0, 4 * TITLE_MAX)
          .replace(/\s+/g, ' ')
          .trim(),
        TITLE_MAX,
      ) || 'Untitled alert',
    labels,
    ...(description && { description: clean(description, TEXT_MAX) }),
    ...(url && { url: clean(url, 2 * TEXT_MAX) }),
    ...(startsAt !== undefined && { startsAt }),
    ...(leftOut && { leftOut }),
  };
}

/** At most so many labels, those that decide something before the others; names and values within bounds. `dropped`: how many others there were. */
export function boundedLabels(
  labels: Readonly<Record<string, string>>,
  deciding: ReadonlySet<string>,
): { labels: Record<string, string>; dropped: number } {
  const all = Object.entries(labels);
  const first = all.length <= LABELS_MAX ? all : all.filter(([name]) => deciding.has(name));
  const others = all.length <= LABELS_MAX ? [] : all.filter(([name]) => !deciding.has(name));
  let room = LABELS_TEXT_MAX;
  const kept = recordOf(
    [...first, ...others].slice(0, LABELS_MAX).flatMap(([name, value]): [string, string][] => {
      const label: [string, string] = [clean(name, FINGERPRINT_MAX), clean(value, TEXT_MAX)];
      const size = label[0].length + label[1].length;
      if (size > room && !deciding.has(name)) return [];
      room -= size;
      return [label];
    }),
  );
  return { labels: kept, dropped: all.length - Object.keys(kept).length };
}

/** For alerts whose sender has no name for them: the same title and labels are the same trouble. */
export function fingerprintBy(title: string, labels: Readonly<Record<string, string>>): string {
  return fingerprintOf(JSON.stringify([title, ...Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]));
}

const WORD = 2 ** 32;

/** Long ones are replaced by what cannot collide by chance: FNV-1a with 64 bits over UTF-16 units, in two halves because numbers hold 53. */
function fingerprintOf(text: string): string {
  if (text.length <= FINGERPRINT_MAX) return text;
  let [high, low] = [0xcbf29ce4, 0x84222325];
  for (let index = 0; index < text.length; index += 1) {
    low = (low ^ text.charCodeAt(index)) >>> 0;
    // Times the prime 2^40 + 0x1b3.
    const product = low * 0x1b3;
    high = (high * 0x1b3 + Math.floor(product / WORD) + low * 0x100) % WORD;
    low = product % WORD;
  }
  const hash = high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0');
  return `${text.slice(0, 60)}~${hash}`;
}

/** Within `max` UTF-16 units, for a database. Cut before it is looked at: it may be long. */
export function clean(text: string, max: number): string {
  return wellFormed(wellFormed(text.slice(0, 4 * max)).slice(0, max));
}
