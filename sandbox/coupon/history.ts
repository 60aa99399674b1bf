/** Prometheus looks this far back for the newest sample before it says that there is none. */
const LOOK_BACK_MS = 5 * 60_000;

/** Works out what was measured at one moment, by key. */
export type Values = () => Readonly<Record<string, number>>;

/** The signals' values over time, the oldest forgotten first. Of most moments nobody asks anything: values are worked out when somebody does. */
export class History {
  private readonly rows: (Float64Array | Values)[] = [];

  constructor(
    private readonly keys: readonly string[],
    private readonly keepMs: number,
    private readonly times: number[] = [],
  ) {}

  /** The same values, so much later. */
  later(byMs: number): History {
    const moved = new History(
      this.keys,
      this.keepMs,
      this.times.map((time) => time + byMs),
    );
    moved.rows.push(...this.rows);
    return moved;
  }

  push(atMs: number, values: Values): void {
    this.times.push(atMs);
    this.rows.push(values);
    const old = this.times.findIndex((time) => time >= atMs - this.keepMs);
    if (old > 600) {
      this.times.splice(0, old);
      this.rows.splice(0, old);
    }
  }

  /** The newest value at or before the moment; undefined when there is none within the look-back. */
  valueAt(key: string, atMs: number): number | undefined {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.times[middle] ?? 0) <= atMs) low = middle + 1;
      else high = middle;
    }
    const time = this.times[low - 1];
    if (time === undefined || time <= atMs - LOOK_BACK_MS) return undefined;
    return this.row(low - 1)[this.keys.indexOf(key)];
  }

  /** Everything from one moment to another, by key; seconds since 1970 and value. What has no value is left out. */
  between(fromMs: number, toMs: number): Record<string, [number, number][]> {
    const inside = this.times.flatMap((time, index) => (time >= fromMs && time <= toMs ? [index] : []));
    return Object.fromEntries(
      this.keys.map((key, column) => [
        key,
        inside.flatMap((index): [number, number][] => {
          const value = this.row(index)[column] ?? Number.NaN;
          return Number.isNaN(value) ? [] : [[(this.times[index] ?? 0) / 1_000, value]];
        }),
      ]),
    );
  }

  private row(index: number): Float64Array {
    const row = this.rows[index] ?? new Float64Array();
    if (typeof row !== 'function') return row;
    const values = row();
    const worked = Float64Array.from(this.keys, (key) => values[key] ?? Number.NaN);
    this.rows[index] = worked;
    return worked;
  }
}
