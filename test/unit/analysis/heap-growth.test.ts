import { growthOf, type HeapSnapshot, largestOf } from '../../../src/domain/analysis/heap.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 3, 5, minute));

/** A heap whose classes hold so many bytes, ten to an instance. */
function heap(minute: number, bytes: Record<string, number>): HeapSnapshot {
  const classes = Object.entries(bytes).map(([name, size]) => ({ name, bytes: size, instances: size / 10 }));
  return { at: at(minute), classes, bytes: 0, instances: 0 };
}

it('says what grew since the count before, the largest growth first', () => {
  const grown = growthOf(heap(20, { Coupon: 500, Lock: 90, Same: 40, Less: 10, New: 300 }), [
    heap(10, { Coupon: 100, Lock: 80, Same: 40, Less: 20 }),
  ]);
  expect(grown.map(({ name, moreBytes, moreInstances }) => [name, moreBytes, moreInstances])).toEqual([
    ['Coupon', 400, 40],
    ['New', 300, 30],
    ['Lock', 10, 1],
  ]);
});

it('says since when a class has grown without a break', () => {
  const before = [
    heap(40, { Leak: 400, Cache: 300 }),
    heap(30, { Leak: 300, Cache: 500 }),
    heap(20, { Leak: 200, Cache: 100 }),
    heap(10, { Leak: 250 }),
  ];
  const grown = growthOf(heap(50, { Leak: 500, Cache: 310 }), before);
  expect(grown.map(({ name, since }) => [name, since])).toEqual([
    ['Leak', at(20)],
    ['Cache', at(40)],
  ]);
});

it('says nothing about the first count', () => {
  expect(growthOf(heap(0, { Coupon: 1 }), [])).toEqual([]);
});

it('keeps the largest classes and the whole sum', () => {
  const whole = { ...heap(0, { a: 1, b: 30, c: 20 }), bytes: 51 };
  expect(largestOf(whole, 2)).toMatchObject({ bytes: 51, classes: [{ name: 'b' }, { name: 'c' }] });
});
