import { words } from '../words/words.js';

/** A signal's value in words people read. */
export function valueText(value, unit) {
  if (value === undefined) return words.behind.noData;
  const digits = (amount) => amount.toLocaleString('en-US', { maximumFractionDigits: Math.abs(amount) < 9.95 ? 1 : 0 });
  const bytes = (amount) => {
    const power = Math.min(4, Math.max(0, Math.floor(Math.log2(Math.max(1, amount)) / 10)));
    return `${digits(amount / 1_024 ** power)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][power]}`;
  };
  const { unit: said } = words.behind;
  switch (unit) {
    case 'seconds':
      return value < 1 ? said.milliseconds(digits(value * 1_000)) : said.seconds(digits(value));
    case 'ratio':
      return said.percent(digits(value * 100));
    case 'per-second':
      return said.perSecond(digits(value));
    case 'bytes':
      return bytes(value);
    case 'bytes-per-second':
      return said.perSecond(bytes(value));
    default:
      return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
  }
}

/** `critical`, `warning`, or nothing. */
export function levelOf({ thresholds }, value) {
  if (value === undefined) return '';
  const passed = thresholds.filter(({ above }) => value > above).map(({ level }) => level);
  return passed.includes('critical') ? 'critical' : passed.includes('warning') ? 'warning' : '';
}

/** `12 s`, `3 min`, `2 h` in the page's language; nothing is longer than a day here. */
export function spanText(ms) {
  const { span } = words.behind;
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 90) return span.seconds(seconds);
  if (seconds < 5_400) return span.minutes(Math.round(seconds / 60));
  const hours = seconds / 3_600;
  return hours < 36 ? span.hours(Math.round(hours)) : span.days(Math.round(hours / 24));
}
