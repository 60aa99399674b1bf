import { DateTime } from 'luxon';

/**
 * A time that somebody typed: `2026-11-25 15:00` by the clock of `zone`, or ISO 8601 with a zone of its own. Undefined when it is none, such
 * as the 31st of November or an hour that a change of the clocks leaves out.
 */
export function readMoment(text: string, zone: string): Date | undefined {
  const [, date = '', time = '', offset = ''] =
    /^(\d{4}-\d{2}-\d{2})[T ]\s*(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(text.trim()) ?? [];
  if (date === '') return undefined;
  const clock = time.padStart(time.length + (time.indexOf(':') === 1 ? 1 : 0), '0');
  const at = DateTime.fromISO(`${date}T${clock}${offset.toUpperCase()}`, { zone, setZone: offset !== '' });
  if (!at.isValid) return undefined;
  return offset === '' && at.toFormat('HH:mm') !== clock.slice(0, 5) ? undefined : at.toJSDate();
}
