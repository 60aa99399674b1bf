/** A signal's value in words people read. */
export function valueText(value, unit) {
  if (value === undefined) return 'no data';
  const digits = (amount) => amount.toLocaleString('en-US', { maximumFractionDigits: Math.abs(amount) < 9.95 ? 1 : 0 });
  const bytes = (amount) => {
    const power = Math.min(4, Math.max(0, Math.floor(Math.log2(Math.max(1, amount)) / 10)));
    return `${digits(amount / 1_024 ** power)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][power]}`;
  };
  switch (unit) {
    case 'seconds':
      return value < 1 ? `${digits(value * 1_000)} ms` : `${digits(value)} s`;
    case 'ratio':
      return `${digits(value * 100)} %`;
    case 'per-second':
      return `${digits(value)}/s`;
    case 'bytes':
      return bytes(value);
    case 'bytes-per-second':
      return `${bytes(value)}/s`;
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

/** `12 s`, `3 min`, `2 h`; nothing is longer than a day here. */
export function spanText(ms) {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  const hours = seconds / 3_600;
  return hours < 36 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
}
