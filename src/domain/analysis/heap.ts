/** What one class takes up in a heap. */
export interface HeapClass {
  /** As Java writes it: `byte[]`, `java.lang.String`. */
  name: string;
  instances: number;
  /** Of the objects themselves, not of what they refer to. */
  bytes: number;
}

/** A heap counted once. */
export interface HeapHistogram {
  instances: number;
  bytes: number;
  /** The largest first. */
  classes: HeapClass[];
}

/** A heap as it was counted at a moment, the way it is kept: its largest classes. */
export interface HeapSnapshot extends HeapHistogram {
  at: Date;
}

export interface HeapGrowth extends HeapClass {
  moreInstances: number;
  moreBytes: number;
  /** It has grown from each snapshot to the next since this one. */
  since: Date;
}

/** So many classes are kept of a heap: the rest of a usual one is less than a hundredth of it. */
const KEPT_CLASSES = 1_000;

/** A heap without its smallest classes. */
export function largestOf(heap: HeapHistogram, count = KEPT_CLASSES): HeapHistogram {
  return { ...heap, classes: [...heap.classes].sort((a, b) => b.bytes - a.bytes).slice(0, count) };
}

/**
 * What grew between the newest of `before` (newest first) and `now`, the largest growth first. A class that an earlier snapshot does not
 * list was too small to be kept then, and counts as none. Empty when there is nothing to compare with.
 */
export function growthOf(now: HeapSnapshot, before: readonly HeapSnapshot[]): HeapGrowth[] {
  const [last] = before;
  if (!last) return [];
  const known = new Map(last.classes.map((each) => [each.name, each]));
  return now.classes
    .flatMap((each): HeapGrowth[] => {
      const { instances = 0, bytes = 0 } = known.get(each.name) ?? {};
      if (each.bytes <= bytes) return [];
      return [
        { ...each, moreInstances: each.instances - instances, moreBytes: each.bytes - bytes, since: growingSince(each.name, before) },
      ];
    })
    .sort((a, b) => b.moreBytes - a.moreBytes);
}

/** The oldest snapshot of an unbroken rise of this class; that it rose after the newest one is known. */
function growingSince(name: string, before: readonly HeapSnapshot[]): Date {
  const sizes = before.map(({ classes }) => classes.find((each) => each.name === name)?.bytes ?? 0);
  const end = sizes.findIndex((bytes, index) => (sizes[index + 1] ?? Number.POSITIVE_INFINITY) >= bytes);
  return before[end]?.at ?? new Date(0);
}
