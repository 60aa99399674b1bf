import { jest } from '@jest/globals';
import { HprofCounter } from '../../../src/integrations/jvm/hprof.ts';

const GIGABYTE = 2 ** 30;
const END = record(0x2c, Buffer.alloc(0));

function u4(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function id(value: number): Buffer {
  return Buffer.concat([u4(0), u4(value)]);
}

function record(tag: number, body: Buffer, claimed = body.length): Buffer {
  return Buffer.concat([Buffer.from([tag]), u4(0), u4(claimed), body]);
}

const HEADER = Buffer.concat([Buffer.from('JAVA PROFILE 1.0.2\0'), u4(8), Buffer.alloc(8)]);

/** A class of the heap's own, with so many static values. */
function classDump(classId: number, statics: number): Buffer {
  const counts = Buffer.alloc(4);
  counts.writeUInt16BE(statics, 2);
  const values = Array.from({ length: statics }, (_, n) => Buffer.concat([id(n), Buffer.from([11]), Buffer.alloc(8)]));
  return Buffer.concat([Buffer.from([0x20]), id(classId), u4(0), id(0), Buffer.alloc(5 * 8 + 4), counts, ...values, Buffer.alloc(2)]);
}

function push(counter: HprofCounter, file: Buffer, piece: number): void {
  for (let at = 0; at < file.length; at += piece) counter.push(file.subarray(at, at + piece));
}

describe('a heap dump', () => {
  it.each([
    ['name', 0x01],
    ['class', 0x02],
    ['stack frame', 0x04],
    ['stack trace', 0x05],
    ['list of sites', 0x06],
    ['thread', 0x0a],
    ['end', 0x2c],
    ['kind that is not known', 0x77],
  ])('met-K19: whose %s claims to be 1 GB long is refused at once', (_what, tag) => {
    const counter = new HprofCounter();
    expect(() => push(counter, Buffer.concat([HEADER, record(tag, Buffer.alloc(64), GIGABYTE)]), 50)).toThrow(
      /damaged: a record claims 1073741824 bytes/,
    );
  });

  it.each([
    ['object', Buffer.concat([Buffer.from([0x21]), id(1), u4(0), id(2), u4(GIGABYTE)])],
    ['array of objects', Buffer.concat([Buffer.from([0x22]), id(1), u4(0), u4(GIGABYTE), id(2)])],
    ['array of numbers', Buffer.concat([Buffer.from([0x23]), id(1), u4(0), u4(GIGABYTE), Buffer.from([11])])],
  ])('met-K19: whose %s claims to be longer than its segment is refused at once', (_what, body) => {
    const counter = new HprofCounter();
    expect(() => push(counter, Buffer.concat([HEADER, record(0x1c, body, body.length + 100)]), 50)).toThrow(/longer than its segment/);
  });

  it('met-K19: is read with work in proportion to its size, in however small pieces it comes', () => {
    const classes = Array.from({ length: 4 }, (_, n) => classDump(n + 1, 20_000));
    const segment = record(0x1c, Buffer.concat(classes));
    const file = Buffer.concat([HEADER, record(0x02, Buffer.concat([u4(1), id(1), u4(0), id(9)])), segment, END]);
    let copied = 0;
    const concat = jest.spyOn(Buffer, 'concat');
    const counter = new HprofCounter();
    push(counter, file, 1_000);
    for (const { value } of concat.mock.results) copied += (value as Buffer).length;
    concat.mockRestore();
    expect(counter.finish().instances).toBe(0);
    // Whatever the machine's speed: each byte is moved a few times, not once for each piece that comes after it.
    expect(copied).toBeLessThan(5 * file.length);
  });

  it('counts the same in one piece and in pieces of a few bytes', () => {
    const name = record(0x01, Buffer.concat([id(9), Buffer.from('shop/Coupon')]));
    const loaded = record(0x02, Buffer.concat([u4(1), id(1), u4(0), id(9)]));
    const instance = Buffer.concat([Buffer.from([0x21]), id(500), u4(0), id(1), u4(3), Buffer.alloc(3)]);
    const file = Buffer.concat([HEADER, name, loaded, record(0x1c, Buffer.concat([classDump(1, 3), instance, instance])), END]);
    const counted = [file.length, 7, 1].map((piece) => {
      const counter = new HprofCounter();
      push(counter, file, piece);
      return counter.finish();
    });
    expect(counted[0]).toMatchObject({ instances: 2, classes: [{ name: 'shop.Coupon', instances: 2 }] });
    expect(counted[1]).toEqual(counted[0]);
    expect(counted[2]).toEqual(counted[0]);
  });

  it('that ends in the middle of a record says so', () => {
    const counter = new HprofCounter();
    push(counter, Buffer.concat([HEADER, record(0x02, Buffer.alloc(24)).subarray(0, 20)]), 1);
    expect(() => counter.finish()).toThrow(/cut short/);
  });
});
