import type { ReadJson } from '../foreign/read-json.ts';
import type { IncomingAlert } from './alert.ts';
import { cleanAlert } from './clean.ts';
import type { Handshake } from './sns.ts';
import type { Unreadable } from './unreadable.ts';

/** What an item of a body was: an alert, something that changes nothing, or something that nobody can read. */
export type ReadItem = IncomingAlert | 'unchanged' | { unreadable: Unreadable };

/** The alerts of one document, one after the other. */
export interface Opened {
  items: readonly unknown[];
  read(item: unknown): ReadItem;
}

/** How one sender writes its alerts. `dropped`: how much of an object was passed over already. */
export type AlertReader = (
  document: unknown,
  dropped: ReadJson['dropped'],
) => Opened | { unreadable: Unreadable } | { handshake: Handshake };

export interface SetAside {
  /** Its place in the body, from 0. */
  item: number;
  reason: Unreadable;
  /** From which byte to which it stands in the body, as far as that is known. */
  extent: readonly [from: number, to: number] | undefined;
  /** How many alerts this is; more than one when a list was too long. */
  count: number;
}

export interface ReadBody {
  alerts: IncomingAlert[];
  setAside: SetAside[];
  /** Items that say nothing about whether something fires. */
  unchanged: number;
  /** Alerts that came with more labels than are kept. */
  cut: { item: number; labels: number }[];
  handshakes: Handshake[];
}

/** Alerts that are read before somebody else gets a turn. */
const SLICE = 50;

/** Reads a body item by item: what is good counts, whatever else is in it; at most `most` items, whatever they stand in. Yields after each slice of work. */
export function* readBody(json: ReadJson, reader: AlertReader, { most }: { most: number }): Generator<void, ReadBody, void> {
  const body: ReadBody = { alerts: [], setAside: [], unchanged: 0, cut: [], handshakes: [] };
  let place = 0;
  let broken = false;
  let beyond = json.dropped.get(json.documents) ?? 0;
  const setAside = (reason: Unreadable, item: number, value?: unknown, count = 1) =>
    body.setAside.push({ item, reason, count, extent: typeof value === 'object' && value !== null ? json.extents.get(value) : undefined });
  for (const [index, document] of json.documents.entries()) {
    if (index % SLICE === SLICE - 1) yield;
    const opened = reader(document, json.dropped);
    if ('handshake' in opened) {
      body.handshakes.push(opened.handshake);
      continue;
    }
    if ('unreadable' in opened) {
      if (place >= most) {
        beyond += 1;
        continue;
      }
      const unfinished = isUnclosed(json, document) && json.problem;
      broken ||= Boolean(unfinished);
      setAside(unfinished || opened.unreadable, place, document);
      place += 1;
      continue;
    }
    const items = opened.items.slice(0, most - place);
    beyond += opened.items.length - items.length + (json.dropped.get(opened.items) ?? 0);
    for (const item of items) {
      const at = place;
      place += 1;
      if (place % SLICE === 0) yield;
      if (isUnclosed(json, item) && json.problem) {
        broken = true;
        setAside(json.problem, at, item);
        continue;
      }
      const read = opened.read(item);
      if (read === 'unchanged') body.unchanged += 1;
      else if ('unreadable' in read) setAside(read.unreadable, at, item);
      else {
        const alert = cleanAlert(read);
        body.alerts.push(alert);
        if (alert.leftOut?.labels) body.cut.push({ item: at, labels: alert.leftOut.labels });
      }
    }
  }
  if (beyond > 0) setAside({ code: 'too-many', most }, place, undefined, beyond);
  if (json.problem && !broken) setAside(json.problem, place + beyond);
  else if (json.documents.length === 0 && !json.problem) setAside({ code: 'empty' }, place);
  return body;
}

function isUnclosed({ unclosed }: ReadJson, value: unknown): boolean {
  return typeof value === 'object' && value !== null && unclosed.has(value);
}
