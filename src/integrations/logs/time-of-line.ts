import { DateTime } from 'luxon';

/** Where a time stands in a line, if it stands anywhere sensible. */
const LOOK_AT = 300;
const ISO = /(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?\s?(Z|UTC|GMT|[+-]\d\d:?\d\d)?/;
/** The common log format of web servers. */
const COMMON = /(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})/;
/** A JSON line with seconds or milliseconds since 1970. */
const EPOCH = /"(?:time|ts|timestamp|@timestamp)"\s?:\s?"?(\d{13}|\d{10}(?:\.\d+)?)\b/;

/** A function that finds the time of a line; times without a zone are of `zone`. Undefined for a line without one, such as a stack's. */
export function timesIn(zone: string): (line: string) => Date | undefined {
  // The zone's distance from UTC is worked out once for each hour that occurs.
  const offsets = new Map<string, number>();
  const offsetMs = (hour: string): number => {
    const known = offsets.get(hour);
    if (known !== undefined) return known;
    const offset = DateTime.fromISO(`${hour}:00:00`, { zone }).offset * 60_000;
    offsets.set(hour, offset);
    return offset;
  };
  return (line) => {
    const start = line.slice(0, LOOK_AT);
    const iso = ISO.exec(start);
    if (iso) {
      const [, year, month, day, hour, minute, second, fraction = '', sign] = iso;
      const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}`;
      if (sign === undefined) return valid(Date.parse(`${text}Z`) - offsetMs(`${year}-${month}-${day}T${hour}`));
      return valid(Date.parse(`${text}${/^[+-]/.test(sign) ? sign.replace(/^(...):?(..)$/, '$1:$2') : 'Z'}`));
    }
    const common = COMMON.exec(start);
    if (common) return valid(Date.parse(`${common[1]} ${common[2]} ${common[3]} ${common[4]} ${common[5]}`));
    const epoch = EPOCH.exec(start)?.[1];
    return epoch === undefined ? undefined : valid(epoch.length === 13 ? Number(epoch) : Number(epoch) * 1_000);
  };
}

function valid(ms: number): Date | undefined {
  return Number.isFinite(ms) ? new Date(ms) : undefined;
}
