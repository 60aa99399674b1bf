import type { SignalSpec } from '../../../domain/playbook/schema.ts';
import type { Texts } from '../../../languages/index.ts';

/** How numbers and times look in one language and zone. */
export interface Format {
  /** A value of a signal with its unit: `2.4 s`, `98 %`, `12,480`. */
  value(value: number, unit: SignalSpec['unit']): string;
  /** The two largest units: `1 h 5 min`. */
  duration(ms: number): string;
  /** A moment as a Slack token, shown to everybody in their own zone; carries a fallback in the playbook's zone. */
  time(at: Date, now: Date): string;
  /** The same with its day, however near, for what people put into their calendars. */
  dayAndTime(at: Date, now: Date): string;
  /** The same for the plain text of a notification, in the playbook's zone, which it names. */
  plainTime(at: Date, now: Date): string;
  /** `14:02`, or `3 Mar 14:02` on another day, in the playbook's zone, which is taken for the reader's own; for the public. */
  publicTime(at: Date, now: Date): string;
  /** `14:02` in the playbook's zone; for pictures, whose zone is written beside it. */
  wallTime(at: Date): string;
  /** `3 Mar 2026` in the playbook's zone; for what reaches over years. */
  day(at: Date): string;
  /** `GMT+9`. */
  zoneName(at: Date): string;
  /** With seconds, for numbers and edits. */
  timeWithSeconds(at: Date): string;
}

const DAY_MS = 86_400_000;
const BYTES = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

export function createFormat({ zone, t }: { zone: string; t: Texts['incident'] }): Format {
  const locale = t.locale.dates;
  const clock = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  const clockSeconds = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const wall = new Intl.DateTimeFormat(locale, { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const day = new Intl.DateTimeFormat(locale, { timeZone: zone, day: 'numeric', month: 'short' });
  const wholeDay = new Intl.DateTimeFormat(locale, { timeZone: zone, day: 'numeric', month: 'short', year: 'numeric' });
  const dayKey = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });

  function number(value: number, digits: number): string {
    if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
    const size = Math.abs(value);
    if (size >= 1e15) return value.toExponential(1);
    const compact = size >= 1e6;
    const text = new Intl.NumberFormat(t.locale.numbers, {
      maximumFractionDigits: compact ? 1 : digits,
      ...(compact && { notation: 'compact' }),
    }).format(value);
    return text === '-0' ? '0' : text;
  }

  function seconds(value: number): string {
    const size = Math.abs(value);
    if (size > 0 && size < 0.9995) return t.unit.ms(number(value * 1_000, size < 0.00995 ? 1 : 0));
    if (size >= 120 && size < 1e9) return `${value < 0 ? '-' : ''}${duration(size * 1_000)}`;
    return t.unit.seconds(number(value, size < 9.95 ? 1 : 0));
  }

  /** A full 100 % is only said when it is one; small shares keep a digit. */
  function ratio(value: number): string {
    const percent = value * 100;
    const size = Math.abs(percent);
    return t.unit.ratio(number(percent, size < 9.95 || (size > 99 && size < 100) ? 1 : 0));
  }

  function bytes(value: number): string {
    let amount = value;
    let unit = 0;
    while (Math.abs(amount) >= 1_024 && unit < BYTES.length - 1) {
      amount /= 1_024;
      unit += 1;
    }
    return `${number(amount, Math.abs(amount) < 9.95 && unit > 0 ? 1 : 0)} ${BYTES[unit]}`;
  }

  function duration(ms: number): string {
    if (!Number.isFinite(ms)) return '∞';
    const units = t.duration;
    let secondsLeft = Math.max(0, Math.floor(ms / 1_000));
    const parts: string[] = [];
    for (const [unit, size] of [
      [units.d, 86_400],
      [units.h, 3_600],
      [units.min, 60],
      [units.s, 1],
    ] as const) {
      const amount = Math.floor(secondsLeft / size);
      secondsLeft -= amount * size;
      // After a unit that was shown only the very next one follows, so `1 d 5 s` becomes `1 d`.
      if (amount > 0) parts.push(`${amount}${units.separator}${unit}`);
      else if (parts.length > 0) break;
      if (parts.length === 2) break;
    }
    return parts.join(' ') || `0${units.separator}${units.s}`;
  }

  function token(at: Date, pattern: string, fallback: string): string {
    return `<!date^${Math.floor(at.getTime() / 1_000)}^${pattern}|${fallback}>`;
  }

  function sameDay(at: Date, now: Date): boolean {
    return isDate(now) && Math.abs(now.getTime() - at.getTime()) < DAY_MS && dayKey.format(at) === dayKey.format(now);
  }

  function plainTime(at: Date, now: Date): string {
    if (!isDate(at)) return '?';
    return sameDay(at, now) ? clock.format(at) : `${day.format(at)} ${clock.format(at)}`;
  }

  return {
    value(value, unit) {
      switch (unit) {
        case 'seconds':
          return seconds(value);
        case 'ratio':
          return ratio(value);
        case 'messages':
          return t.unit.messages(number(value, 0));
        case 'per-second':
          return t.unit.perSecond(number(value, Math.abs(value) < 9.95 ? 1 : 0));
        case 'count':
          return t.unit.count(number(value, Math.abs(value) < 9.95 ? 1 : 0));
        case 'bytes':
          return bytes(value);
        case 'bytes-per-second':
          return `${bytes(value)}/s`;
      }
    },
    duration,
    time(at, now) {
      if (!isDate(at)) return '?';
      // The reader's day may differ from the playbook's: half a day away the date is worth its place.
      const near = isDate(now) && Math.abs(now.getTime() - at.getTime()) < DAY_MS / 2;
      return token(at, near ? '{time}' : '{date_short_pretty} {time}', plainTime(at, now));
    },
    dayAndTime: (at, now) => (isDate(at) ? token(at, '{date_short_pretty} {time}', plainTime(at, now)) : '?'),
    plainTime,
    publicTime(at, now) {
      if (!isDate(at)) return '?';
      return sameDay(at, now) ? wall.format(at) : `${day.format(at)} ${wall.format(at)}`;
    },
    wallTime: (at) => (isDate(at) ? wall.format(at) : '?'),
    day: (at) => (isDate(at) ? wholeDay.format(at) : '?'),
    zoneName: (at) => (isDate(at) ? (clock.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? zone) : zone),
    timeWithSeconds(at) {
      return isDate(at) ? token(at, '{time_secs}', clockSeconds.format(at)) : '?';
    },
  };
}

function isDate(at: Date): boolean {
  return Number.isFinite(at.getTime());
}
