import { PermanentError } from '../../../domain/errors.ts';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
import { pick } from '../../../domain/language/pick.ts';
import type { DialValue } from '../../../domain/mitigation/targets.ts';
import { own } from '../../../domain/text/own.ts';
import { worded } from '../../../languages/worded.ts';

/** What pg_settings says about a setting. */
export interface SettingKind {
  name: string;
  vartype: 'bool' | 'integer' | 'real' | 'string' | 'enum';
  /** What a bare number counts: `kB`, `8kB`, `ms`; null for those without. */
  unit: string | null;
  min: string | null;
  max: string | null;
  choices: readonly string[] | null;
}

const BYTES: Readonly<Record<string, number>> = { B: 1, kB: 1024, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 };
const MILLISECONDS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A value of a setting in the one way in which it is compared: numbers in the setting's own unit (`'64MB'` of work_mem is 65536, since it counts kB), on and off as booleans.
 * PermanentError `invalid` when the setting cannot have it.
 */
export function settingValue(value: Exclude<DialValue, null>, kind: SettingKind): Exclude<DialValue, null> {
  if (kind.vartype === 'bool') return boolOf(value, kind);
  if (kind.vartype === 'integer' || kind.vartype === 'real') return numberOf(value, kind);
  if (kind.vartype === 'string') return String(value);
  const known = kind.choices?.find((choice) => choice.toLowerCase() === wordOf(value));
  // Some have more words than they list, such as on and off beside others.
  const listed = kind.choices?.join(', ') ?? '';
  if (known === undefined)
    throw invalid(
      kind,
      value,
      worded(({ dataExecutors }) => dataExecutors.itCanBe(listed)),
    );
  return known;
}

/** The value as Postgres takes it in a literal. */
export function settingText(value: Exclude<DialValue, null>): string {
  return typeof value === 'boolean' ? wordOf(value) : String(value);
}

function wordOf(value: Exclude<DialValue, null>): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return String(value).trim().toLowerCase();
}

function boolOf(value: Exclude<DialValue, null>, kind: SettingKind): boolean {
  const word = wordOf(value);
  if (['on', 'true', 'yes', '1'].includes(word)) return true;
  if (['off', 'false', 'no', '0'].includes(word)) return false;
  throw invalid(
    kind,
    value,
    worded(({ dataExecutors }) => dataExecutors.itCanBeOnOrOff),
  );
}

function numberOf(value: Exclude<DialValue, null>, kind: SettingKind): number {
  const [, digits, unit = ''] = /^([-+]?\d{1,40}(?:\.\d{1,40})?)\s{0,9}([A-Za-z]{0,9})$/.exec(String(value).trim()) ?? [];
  if (digits === undefined)
    throw invalid(
      kind,
      value,
      worded(({ dataExecutors }) => dataExecutors.itIsANumberOf(kind.unit)),
    );
  const scaled = unit === '' ? Number(digits) : Number(digits) * factor(unit, kind, value);
  const number = kind.vartype === 'integer' ? Math.round(scaled) : scaled;
  const { min, max } = kind;
  if ((min !== null && number < Number(min)) || (max !== null && number > Number(max))) {
    throw invalid(
      kind,
      value,
      worded(({ dataExecutors }) => dataExecutors.itCanBeFromTo(min, max, kind.unit ? ` ${kind.unit}` : '')),
    );
  }
  return number;
}

/** How much of the setting's own unit one of the given unit is. */
function factor(unit: string, kind: SettingKind, value: Exclude<DialValue, null>): number {
  const [, count = '', base = ''] = /^(\d{0,20})([A-Za-z]\w{0,20})$/.exec(kind.unit ?? '') ?? [];
  for (const table of [BYTES, MILLISECONDS]) {
    const [given, whole] = [own(table, unit), own(table, base)];
    if (given !== undefined && whole !== undefined) return given / (whole * Number(count || 1));
  }
  const counted = kind.unit;
  throw invalid(
    kind,
    value,
    counted
      ? worded(({ dataExecutors }) => dataExecutors.itCountsWhichIsNoUnitOf(counted, unit))
      : worded(({ dataExecutors }) => dataExecutors.itHasNoUnit),
  );
}

function invalid({ name }: SettingKind, value: DialValue, why: Bilingual): PermanentError {
  return new PermanentError(
    'invalid',
    worded(({ dataExecutors }, language) => dataExecutors.postgresSettingCannotBe(name, value, pick(why, language))),
  );
}
