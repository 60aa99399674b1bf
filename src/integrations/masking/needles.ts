/** A part of a text: from the first character to before the second. */
export type Range = readonly [from: number, to: number];

const TABLE = 65_536;
/** So many characters decide where a closer look is worth it; no needle is shorter. */
const GRAM = 4;

/** Many texts that are looked for at once, in one pass whose cost does not depend on how many they are. */
export class Needles {
  private readonly begins = new Uint8Array(TABLE);
  private readonly byBegin = new Map<number, string[]>();

  constructor(needles: Iterable<string>) {
    for (const needle of new Set(needles)) {
      if (needle.length < GRAM) continue;
      const key = keyAt(needle, 0);
      this.begins[key] = 1;
      // The longest first, so that none leaves the rest of a longer one behind.
      this.byBegin.set(
        key,
        [...(this.byBegin.get(key) ?? []), needle].sort((a, b) => b.length - a.length),
      );
    }
  }

  get none(): boolean {
    return this.byBegin.size === 0;
  }

  /** Where they stand, in order; those that overlap count from the first to the last. */
  in(text: string): Range[] {
    const found: Range[] = [];
    for (let at = 0; at + GRAM <= text.length; at += 1) {
      const key = keyAt(text, at);
      if (this.begins[key] === 0) continue;
      const needle = this.byBegin.get(key)?.find((candidate) => text.startsWith(candidate, at));
      if (needle !== undefined) found.push([at, at + needle.length]);
    }
    return found;
  }
}

function keyAt(text: string, at: number): number {
  const mixed = text.charCodeAt(at) ^ (text.charCodeAt(at + 1) << 4) ^ (text.charCodeAt(at + 2) << 8) ^ (text.charCodeAt(at + 3) << 10);
  return mixed & (TABLE - 1);
}

/** Ranges in order, without overlaps. */
export function merged(ranges: readonly Range[]): Range[] {
  const result: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
