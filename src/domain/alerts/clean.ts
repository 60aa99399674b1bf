import type { IncomingAlert } from './alert.ts';

const TEXT_MAX = 1_000;
const TITLE_MAX = 200;
const LABELS_MAX = 64;
const FINGERPRINT_MAX = 200;

/** An alert as somebody sent it, within bounds and without what no database takes (NUL, halves of characters). */
export function cleanAlert(alert: IncomingAlert): IncomingAlert {
  const { description, url, startsAt } = alert;
  const labels = Object.entries(alert.labels).slice(0, LABELS_MAX);
  return {
    fingerprint: fingerprintOf(clean(alert.fingerprint, Number.POSITIVE_INFINITY)),
    status: alert.status,
    title: clean(alert.title.replace(/\s+/g, ' ').trim(), TITLE_MAX) || 'Untitled alert',
    labels: Object.fromEntries(labels.map(([name, value]) => [clean(name, FINGERPRINT_MAX), clean(value, TEXT_MAX)])),
    ...(description && { description: clean(description, TEXT_MAX) }),
    ...(url && { url: clean(url, 2 * TEXT_MAX) }),
    ...(startsAt !== undefined && { startsAt }),
  };
}

/** For alerts whose sender has no name for them: the same title and labels are the same trouble. */
export function fingerprintBy(title: string, labels: Readonly<Record<string, string>>): string {
  return fingerprintOf(JSON.stringify([title, ...Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]));
}

/** Long ones are replaced by what cannot collide by chance. */
function fingerprintOf(text: string): string {
  if (text.length <= FINGERPRINT_MAX) return text;
  // FNV-1a with 64 bits over UTF-16 units.
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  }
  return `${text.slice(0, 60)}~${hash.toString(16)}`;
}

function clean(text: string, max: number): string {
  return wellFormed(wellFormed(text.replaceAll('\0', '')).slice(0, max));
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
