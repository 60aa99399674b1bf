import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { COUPON_YML } from './shipped-playbook.ts';

/**
 * A change of the playbook that says so when it changes nothing: a test whose playbook silently stayed the shipped one proves something else
 * than it seems to. Edits are values, so lists of them are put together: `[...CALM.playbook, set('retro.notice', '1h')]`.
 */
export type Edit = (playbook: Branch) => void;

/**
 * Names parted by dots, `briefing.refreshEvery`; as a list where a name holds dots itself. `*` stands for every item. An item of a list goes
 * by its place, from 0, or by what it is called: its `id`, `key`, `name` or `row`, `escalation.A2.at`.
 */
export type Path = string | readonly string[];

type Branch = Record<string, unknown> | unknown[];

interface Place {
  branch: Branch;
  key: string;
}

/** Another value where there is one. */
export function set(path: Path, value: unknown): Edit {
  return each(path, () => value);
}

/** A value where there is none yet, at the end of what holds it; `*` may stand in the names before the last. */
export function add(path: Path, value: unknown): Edit {
  return (playbook) => {
    const names = namesOf(path).slice(0, -1);
    const key = namesOf(path).at(-1) ?? '';
    if (value === undefined) throw new Error(`nothing is to be added at ${shown(path)}`);
    const holders = names.length === 0 ? [playbook] : placesOf(playbook, names).map(valueAt);
    if (holders.length === 0) throw new Error(`the playbook has no ${shown(names)} to add ${key} to`);
    for (const holder of holders) {
      if (!isBranch(holder) || Array.isArray(holder)) throw new Error(`${shown(names)} of the playbook takes no names`);
      if (Object.hasOwn(holder, key)) throw new Error(`the playbook has ${shown(path)} already`);
      holder[key] = structuredClone(value);
    }
  };
}

/** Each of these, as by `add`. */
export function addAll(path: Path, values: Readonly<Record<string, unknown>>): Edit {
  return (playbook) => {
    const edits = Object.entries(values).map(([key, value]) => add([...namesOf(path), key], value));
    if (edits.length === 0) throw new Error(`nothing is to be added to ${shown(path)}`);
    together(edits)(playbook);
  };
}

/** Takes away what is there. */
export function remove(path: Path): Edit {
  return each(path, () => undefined);
}

/**
 * Every value that the path hits, made anew: what `change` gives, and taken away where it gives undefined. Throws when the path hits none, and
 * when all of them stay as they are.
 */
export function each<T = unknown>(path: Path, change: (value: T, key: string) => unknown): Edit {
  return (playbook) => {
    const places = placesOf(playbook, namesOf(path));
    if (places.length === 0) throw new Error(`the playbook has no ${shown(path)}`);
    const changed = places.map((place) => {
      const after = change(structuredClone(valueAt(place)) as T, place.key);
      return { place, after: structuredClone(after) };
    });
    if (changed.every(({ place, after }) => isDeepStrictEqual(valueAt(place), after))) {
      throw new Error(`the edit of ${shown(path)} changes nothing: it is ${JSON.stringify(valueAt(places[0] as Place))} already`);
    }
    // From the end, so that the places of what is still to be taken from a list stay right.
    for (const { place, after } of changed.reverse()) put(place, after);
  };
}

/** Another name for what is there, at its place among the others. */
export function rename(path: Path, name: string): Edit {
  return (playbook) => {
    const [place, ...more] = placesOf(playbook, namesOf(path));
    if (!place || more.length > 0) throw new Error(`the playbook has ${more.length > 0 ? 'several' : 'no'} ${shown(path)}`);
    const { branch, key } = place;
    if (Array.isArray(branch) || Object.hasOwn(branch, name)) throw new Error(`${shown(path)} cannot be called ${name}`);
    const entries = Object.entries(branch);
    for (const [old] of entries) delete branch[old];
    for (const [old, value] of entries) branch[old === key ? name : old] = value;
  };
}

/** Several edits as one, in this order. */
export function together(edits: readonly Edit[]): Edit {
  return (playbook) => {
    for (const edit of edits) edit(playbook);
  };
}

/** The text of a playbook after these edits, of the shipped one unless given: JSON, which is YAML, and read in half the time. */
export function editedPlaybook(edits: readonly Edit[], text?: string): string {
  const playbook = text === undefined ? structuredClone(shipped()) : (parse(text) as Branch);
  together(edits)(playbook);
  return `${JSON.stringify(playbook, null, 2)}\n`;
}

let parsed: Branch | undefined;

function shipped(): Branch {
  parsed ??= parse(COUPON_YML) as Branch;
  return parsed;
}

function placesOf(from: Branch, path: readonly string[]): Place[] {
  const [name = '', ...rest] = path;
  return keysOf(from, name).flatMap((key) => {
    const place = { branch: from, key };
    if (rest.length === 0) return [place];
    const value = valueAt(place);
    return isBranch(value) ? placesOf(value, rest) : [];
  });
}

/** What in the branch goes by this name. */
function keysOf(branch: Branch, name: string): string[] {
  if (name === '*') return Object.keys(branch);
  if (Object.hasOwn(branch, name) && (!Array.isArray(branch) || /^\d+$/.test(name))) return [name];
  if (!Array.isArray(branch)) return [];
  const called = branch.flatMap((item, index) => (isNamed(item, name) ? [String(index)] : []));
  if (called.length > 1) throw new Error(`the playbook has ${called.length} items called ${name}: say which by its place`);
  return called;
}

function isNamed(item: unknown, name: string): boolean {
  const { id, key, name: own, row } = (isBranch(item) ? item : {}) as Record<string, unknown>;
  return (id ?? key ?? own ?? row) === name;
}

function valueAt({ branch, key }: Place): unknown {
  return (branch as Record<string, unknown>)[key];
}

function put({ branch, key }: Place, value: unknown): void {
  if (value !== undefined) (branch as Record<string, unknown>)[key] = value;
  else if (Array.isArray(branch)) branch.splice(Number(key), 1);
  else delete branch[key];
}

function namesOf(path: Path): readonly string[] {
  return typeof path === 'string' ? path.split('.') : path;
}

function shown(path: Path): string {
  return typeof path === 'string' ? path : path.join('.');
}

function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null;
}
