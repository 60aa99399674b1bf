/** The place of the first entry that is not older than `at` (milliseconds since 1970) in a list that is oldest first; its length when all are older. Looks at a few of them only. */
export function firstFrom(list: readonly { at: Date }[], at: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.at.getTime() ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
