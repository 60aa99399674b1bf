import { own, recordOf } from '../text/own.ts';

/** A text, a number or a truth as text, without the spaces around it; undefined when there is none, or nothing in it. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  return String(value).trim() || undefined;
}

/** The first of several that says something. */
export function firstText(...values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const text = textOf(value);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The first that a browser can open. */
export function firstLink(...values: readonly unknown[]): string | undefined {
  return values.map(textOf).find((text) => text !== undefined && /^https?:\/\/\S+$/i.test(text));
}

/** Longer lists and objects as a label are no names of anything. */
const JSON_MAX = 1_000;

/**
 * Names with texts, as senders write them: an object, a list of `{name, value}` or `{key, value}`, or texts such as `env:prod`. Values that are no text
 * become one as far as they go; fields without a value are left out.
 */
export function textsOf(value: unknown): Record<string, string> {
  if (typeof value === 'string') return textsOf(value.slice(0, 20_000).split(','));
  if (typeof value !== 'object' || value === null) return {};
  const pairs = Array.isArray(value) ? value.flatMap(pairOf) : Object.entries(value);
  return recordOf(
    pairs.flatMap(([name, inner]): [string, string][] => {
      const text = textOf(inner) ?? jsonOf(inner);
      return text === undefined || name.trim() === '' ? [] : [[name.trim(), text]];
    }),
  );
}

function pairOf(item: unknown): [string, unknown][] {
  if (typeof item === 'string') {
    const [, name, text] = /^([^:=]+)[:=](.*)$/s.exec(item.trimStart()) ?? [];
    return name === undefined || text === undefined ? [] : [[name, text]];
  }
  if (typeof item !== 'object' || item === null) return [];
  const fields = item as Record<string, unknown>;
  const name = firstText(own(fields, 'name'), own(fields, 'key'), own(fields, 'label'));
  return name === undefined ? [] : [[name, own(fields, 'value')]];
}

function jsonOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = Object.values(value);
  if (fields.length === 0 || fields.length > 20 || fields.some((field) => typeof field === 'object' && field !== null)) return undefined;
  return JSON.stringify(value).slice(0, JSON_MAX);
}
