import { bareWord, type Names, textBetween, unescaped } from './json-text.ts';

/** How much of a text of JSON is kept; what lies beyond is passed over and counted. */
export interface JsonBounds {
  /** Objects and lists inside each other. */
  depth: number;
  /** Fields of one object. */
  fields: number;
  /** Fields that are kept wherever they stand in an object. */
  always: Names;
  /** Items of one list, and documents. */
  items: number;
  /** Bytes of one text. */
  text: number;
}

/** What was read. Objects inherit nothing. A whole number that no double holds stays the text that it was. */
export interface ReadJson {
  /** One, unless several stand behind each other, one on each line for example. */
  documents: unknown[];
  /** Objects and lists of which fields or items were passed over, and how many; `documents` is one of the lists. */
  dropped: ReadonlyMap<object, number>;
  /** Objects and lists that were still open where the text broke off. */
  unclosed: ReadonlySet<object>;
  /** From which byte to which the items of lists stand, as far as they are objects or lists. */
  extents: ReadonlyMap<object, readonly [from: number, to: number]>;
  /** Why it could not be read to its end; what stood before is there. */
  problem?: { code: 'not-json'; at: number } | { code: 'unfinished' };
}

/** Bytes that are looked at before somebody else gets a turn: a millisecond or two of work. */
const SLICE = 65_536;
/** Objects and lists altogether. */
const CONTAINERS_MAX = 300_000;
/** Where the items of lists deeper than this stand, nobody asks. */
const EXTENTS_DEPTH = 4;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [BRACE, BRACE_END, BRACKET, BRACKET_END] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * Reads JSON that anybody may have sent, in UTF-8, without trusting its size: yields after each slice of work, keeps what the bounds allow, calls itself
 * never, and gives what it read so far when the text breaks off. More forgiving than JSON is (a comma too many, line breaks in texts, `NaN`), because
 * what is refused here calls nobody.
 */
export function* readJson(bytes: Uint8Array, bounds: JsonBounds): Generator<void, ReadJson, void> {
  const tree = new BoundedTree(bounds);
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let pauseAt = at + SLICE;
  for (;;) {
    if (at >= pauseAt) {
      pauseAt = at + SLICE;
      yield;
    }
    const byte = bytes[at];
    if (byte === undefined) return tree.ended(bytes.length, tree.isOpen ? { code: 'unfinished' } : undefined);
    if (isBetween(byte)) at += 1;
    else if (tree.passes && byte !== QUOTE) {
      tree.pass(byte);
      at += 1;
    } else if (byte === tree.closing) {
      at += 1;
      tree.close(at);
    } else if (byte === QUOTE) {
      const from = at + 1;
      let end = endOfText(bytes, from);
      while (end < 0) {
        yield;
        end = endOfText(bytes, -end);
      }
      if (end === bytes.length) return tree.ended(bytes.length, { code: 'unfinished' });
      at = end + 1;
      if (tree.passes) continue;
      const raw = textBetween(bytes, from, Math.min(end, from + bounds.text));
      const text = raw.includes('\\') ? unescaped(raw) : raw;
      if (!tree.wantsKey) tree.put(text);
      else {
        while (bytes[at] !== COLON && isBetween(bytes[at])) at += 1;
        if (bytes[at] !== COLON) return tree.ended(bytes.length, at < bytes.length ? { code: 'not-json', at } : { code: 'unfinished' });
        tree.key(text);
        at += 1;
      }
    } else if (tree.wantsKey) return tree.ended(bytes.length, { code: 'not-json', at });
    else if (byte === BRACE || byte === BRACKET) {
      tree.open(byte, at);
      at += 1;
    } else {
      const word = bareWord(bytes, at);
      if (word.value === undefined) {
        const broken = word.length > 0 && at + word.length === bytes.length && tree.isOpen;
        return tree.ended(bytes.length, broken ? { code: 'unfinished' } : { code: 'not-json', at });
      }
      tree.put(word.value);
      at += word.length;
    }
  }
}

/** Commas separate as spaces do: nothing is to be told from one too many or one too few. */
function isBetween(byte: number | undefined): boolean {
  return byte === 0x20 || byte === COMMA || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Where a text ends that is read from `from` on: at its quote, or at the end of all. Negative: not in this slice; go on from there. */
function endOfText(bytes: Uint8Array, from: number): number {
  const until = Math.min(bytes.length, from + SLICE);
  for (let at = from; at < until; at += 1) {
    if (bytes[at] === QUOTE) return at;
    if (bytes[at] === BACKSLASH) at += 1;
    if (at + 1 >= until && at + 1 < bytes.length) return -(at + 1);
  }
  return bytes.length;
}

interface Frame {
  list?: unknown[] | undefined;
  record?: Record<string, unknown> | undefined;
  closing: number;
  /** Of the value that comes next, in an object. */
  key: string | undefined;
  count: number;
  from: number;
}

/** What is kept of the text: the value so far, and the objects and lists that are open. */
class BoundedTree {
  private readonly documents: unknown[] = [];
  private readonly dropped = new Map<object, number>();
  private readonly extents = new Map<object, readonly [number, number]>();
  private readonly stack: Frame[] = [];
  private containers = 0;
  /** How deep inside something that is passed over; 0 when nothing is. */
  private passing = 0;

  constructor(private readonly bounds: JsonBounds) {}

  get isOpen(): boolean {
    return this.stack.length + this.passing > 0;
  }

  /** Whether what comes belongs to an object or a list for which there is no room. */
  get passes(): boolean {
    return this.passing > 0;
  }

  /** Passes over a byte that belongs to no text. */
  pass(byte: number): void {
    if (byte === BRACE || byte === BRACKET) this.passing += 1;
    else if (byte === BRACE_END || byte === BRACKET_END) this.passing -= 1;
  }

  /** The byte that closes what is open. */
  get closing(): number | undefined {
    return this.stack.at(-1)?.closing;
  }

  get wantsKey(): boolean {
    const frame = this.stack.at(-1);
    return frame !== undefined && frame.closing === BRACE_END && frame.key === undefined;
  }

  key(name: string): void {
    const frame = this.stack.at(-1);
    if (frame) frame.key = name;
  }

  /** Puts a value where it belongs; false when there is no room for it. */
  put(value: unknown): boolean {
    const frame = this.stack.at(-1);
    if (!frame) {
      if (this.documents.length < this.bounds.items) this.documents.push(value);
      else return this.drop(this.documents);
      return true;
    }
    const { list, record, key } = frame;
    const { items, fields, always } = this.bounds;
    frame.key = undefined;
    frame.count += 1;
    if (list && list.length < items) list.push(value);
    else if (record && key !== undefined && (frame.count <= fields || always.has(key))) record[key] = value;
    else {
      const holder = list ?? record;
      return holder ? this.drop(holder) : false;
    }
    return true;
  }

  private drop(from: object): false {
    this.dropped.set(from, (this.dropped.get(from) ?? 0) + 1);
    return false;
  }

  open(byte: number, from: number): void {
    const isObject = byte === BRACE;
    this.containers += 1;
    const room = this.stack.length < this.bounds.depth && this.containers <= CONTAINERS_MAX;
    const record: Record<string, unknown> | undefined = isObject && room ? Object.create(null) : undefined;
    const list: unknown[] | undefined = !isObject && room ? [] : undefined;
    const kept = this.put(record ?? list ?? null) && room;
    if (kept) this.stack.push({ closing: isObject ? BRACE_END : BRACKET_END, key: undefined, count: 0, from, list, record });
    else this.passing = 1;
  }

  close(end: number): void {
    const frame = this.stack.pop();
    const holder = frame?.record ?? frame?.list;
    if (frame && holder && this.stack.at(-1)?.list && this.stack.length <= EXTENTS_DEPTH) this.extents.set(holder, [frame.from, end]);
  }

  ended(end: number, problem: ReadJson['problem']): ReadJson {
    const unclosed = new Set<object>();
    for (const { list, record, from } of this.stack) {
      const holder = list ?? record;
      if (!holder) continue;
      unclosed.add(holder);
      this.extents.set(holder, [from, end]);
    }
    return { documents: this.documents, dropped: this.dropped, unclosed, extents: this.extents, ...(problem && { problem }) };
  }
}
