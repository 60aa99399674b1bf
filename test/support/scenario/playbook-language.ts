import type { Edit } from './edit-playbook.ts';

type Value = unknown;

/** Every text of the playbook as `write` writes it, and the team speaks that language. */
export function writtenIn(language: string, write: (texts: { en: string; ko: string }) => unknown): Edit {
  return (playbook) => {
    if (Array.isArray(playbook)) throw new Error('a playbook is a map');
    const rewritten = rewrite(playbook, write) as Record<string, Value>;
    Object.assign(playbook, rewritten);
    Object.assign(playbook.team as Record<string, Value>, { language });
  };
}

function rewrite(value: Value, write: (texts: { en: string; ko: string }) => unknown): Value {
  if (Array.isArray(value)) return value.map((item) => rewrite(item, write));
  if (typeof value !== 'object' || value === null) return value;
  const { en, ko, ...others } = value as Record<string, Value>;
  if (typeof en === 'string' && typeof ko === 'string' && Object.keys(others).length === 0) return write({ en, ko });
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rewrite(inner, write)]));
}

/** Something Japanese that differs from text to text and keeps its placeholders. */
export function inJapanese({ en }: { en: string }): string {
  const places = en.match(/\{\w+\}/g) ?? [];
  const sum = [...en].reduce((total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) % 46_656, 7);
  const kana = [...sum.toString(36).padStart(3, '0')]
    .map((digit) => String.fromCodePoint(0x30a2 + Number.parseInt(digit, 36) * 2))
    .join('');
  return ['日本語', kana, ...places].join(' ');
}
