import { z } from 'zod';
import type { PersonDraft, Remark } from './draft.ts';

/** Somebody as an export has them. */
export interface PersonFound {
  file: string;
  /** Everything by which the export may call them: id, e-mail address, user name. */
  ids: readonly string[];
  name: string;
  email?: string;
  phone?: string;
  slack?: string;
}

/** Everybody, and the key of whoever an export means. */
export interface People {
  people: PersonDraft[];
  /** By id, address or user name, in any case; undefined when the export does not have them. */
  keyOf(id: string | undefined): string | undefined;
}

/**
 * Gives everybody a key: the part of the address before the @, else the name. Two users with one address are one person, the first; two who would have the same key get
 * different ones. Both are remarks.
 */
export function peopleOf(found: readonly PersonFound[], remarks: Remark[]): People {
  const people: PersonDraft[] = [];
  const keys = new Map<string, string>();
  const byEmail = new Map<string, PersonDraft>();
  for (const { file, ids, name, email: written, phone, slack } of found) {
    // As the playbook takes it; another one would make it refuse the whole.
    const email = z.email().safeParse(written).success ? written : undefined;
    if (written !== undefined && email === undefined)
      remarks.push({ kind: 'lost', file, what: `user "${name}"`, why: `Their address ${written} is no e-mail address that can be used.` });
    const address = email?.toLowerCase();
    const same = address === undefined ? undefined : byEmail.get(address);
    if (same) {
      if (!ids.some((id) => keys.get(id.toLowerCase()) === same.key && id.toLowerCase() !== address))
        remarks.push({
          kind: 'wrong',
          file,
          what: `user "${name}"`,
          why: `${email} is also the address of ${same.name}; both are taken for ${same.key}.`,
        });
      for (const id of ids) keys.set(id.toLowerCase(), same.key);
      continue;
    }
    const wanted = keyFor(email, name, people.length + 1);
    const taken = people.find(({ key }) => key === wanted);
    const key = taken ? freeKey(wanted, people) : wanted;
    if (taken)
      remarks.push({
        kind: 'changed',
        file,
        what: `user "${name}"`,
        why: `The key ${wanted} is ${taken.name}'s already; theirs is ${key}.`,
      });
    const person = {
      key,
      name: name.slice(0, 200) || key,
      ...(email !== undefined && { email }),
      ...(phone !== undefined && { phone }),
      ...(slack !== undefined && { slack }),
    };
    people.push(person);
    for (const id of ids) keys.set(id.toLowerCase(), key);
    if (address !== undefined) {
      byEmail.set(address, person);
      keys.set(address, key);
    }
  }
  return { people, keyOf: (id) => (id === undefined ? undefined : keys.get(id.toLowerCase())) };
}

/** A text as a key of the playbook: `Ångström Team` → `angstrom-team`; empty when nothing of it can be used. */
export function keyFrom(text: string): string {
  const words = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .split(/[^a-z0-9_]/)
    .filter(Boolean);
  // A key begins with a letter.
  const first = words.findIndex((word) => /[a-z]/.test(word));
  const [begin = '', ...rest] = first < 0 ? [] : words.slice(first);
  return [begin.slice(begin.search(/[a-z]/)), ...rest].filter(Boolean).join('-').slice(0, 40);
}

function keyFor(email: string | undefined, name: string, number: number): string {
  const local = email?.split('@')[0]?.split('+')[0] ?? '';
  return keyFrom(local) || keyFrom(name) || `person-${number}`;
}

export function freeKey(wanted: string, taken: readonly { key: string }[]): string {
  for (let number = 2; ; number += 1) {
    const key = `${wanted}-${number}`;
    if (!taken.some((other) => other.key === key)) return key;
  }
}

/** `1-5551234567`, as Opsgenie writes it, or `+1 555 123 4567`, as the playbook wants it; undefined when it is none. */
export function phoneFrom(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const digits = text.replace(/[^\d]/g, '');
  return /^\+?[\d\s().-]+$/.test(text.trim()) && /^\d{7,15}$/.test(digits) ? `+${digits}` : undefined;
}
