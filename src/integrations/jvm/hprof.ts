import type { HeapClass, HeapHistogram } from '../../domain/analysis/heap.ts';
import { PermanentError } from '../../domain/errors.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import { worded } from '../../languages/worded.ts';
import { className } from './class-name.ts';

/** Records of the file and of its heap segments (https://github.com/openjdk/jdk17u/blob/master/src/hotspot/share/services/heapDumper.cpp). */
const RECORD = { string: 0x01, loadClass: 0x02, heapDump: 0x0c, heapSegment: 0x1c, end: 0x2c } as const;
const OBJECT = { class: 0x20, instance: 0x21, objectArray: 0x22, primitiveArray: 0x23 } as const;
/** Bytes of a root after its tag, of which an id takes `ids` and the rest is fixed. */
const ROOTS: Readonly<Record<number, { ids: number; rest: number }>> = {
  255: { ids: 1, rest: 0 },
  1: { ids: 2, rest: 0 },
  2: { ids: 1, rest: 8 },
  3: { ids: 1, rest: 8 },
  4: { ids: 1, rest: 4 },
  5: { ids: 1, rest: 0 },
  6: { ids: 1, rest: 4 },
  7: { ids: 1, rest: 0 },
  8: { ids: 1, rest: 8 },
};
const REFERENCE = 2;
/** Bytes of a value by its type; a reference takes what an id does. */
const TYPE_BYTES: Readonly<Record<number, number>> = { 4: 1, 5: 2, 6: 4, 7: 8, 8: 1, 9: 2, 10: 4, 11: 8 };
const TYPE_NAMES: Readonly<Record<number, string>> = {
  4: 'boolean[]',
  5: 'char[]',
  6: 'float[]',
  7: 'double[]',
  8: 'byte[]',
  9: 'short[]',
  10: 'int[]',
  11: 'long[]',
};
/** Names are shorter; longer strings are texts of the program. */
const NAME_MAX = 1_024;
/** A symbol of the virtual machine is no longer than this. */
const STRING_MAX = 65_535;
/** A record beside the heap (a stack trace, a list of sites) is smaller by far. One that claims more is damaged, or made to keep us busy. */
const RECORD_MAX = 64 * 2 ** 20;
/** More than any program loads, in classes and in bytes of names: what is kept of a dump stays bounded. */
const CLASSES_MAX = 1_000_000;
const NAMES_MAX = 128 * 2 ** 20;
/** Below this spread of addresses the virtual machine keeps references in four bytes. */
const NARROW_MAX = 32 * 2 ** 30;
/** So few bytes may be read again whenever more come. */
const SHORT = 1_024;
/** There was not enough of the file yet for what is being read. */
const MORE = Symbol('more');

interface Layout {
  superId: number;
  /** Its own fields, without those it inherits. */
  references: number;
  otherBytes: number;
}

interface Count {
  instances: number;
  /** Bytes if references take four bytes, and if they take eight. */
  narrow: number;
  wide: number;
}

/**
 * Counts the objects of a heap dump in the HPROF format, as it comes in and without keeping it: memory goes with the number of classes. The
 * sizes are those of HotSpot's 64-bit layout (header, fields, rounded up to 8 bytes), which the format does not hold itself.
 */
export class HprofCounter {
  private data: Buffer = Buffer.alloc(0);
  private at = 0;
  /** Pieces that came and are not looked at before there are `wanted` bytes. */
  private arrived: Buffer[] = [];
  private arrivedBytes = 0;
  private wanted = 0;
  private nameBytes = 0;
  /** Bytes that mean nothing to us. */
  private toSkip = 0;
  private idBytes = 0;
  private segmentLeft = 0;
  private ended = false;
  private lowest = Number.POSITIVE_INFINITY;
  private highest = 0;
  private readonly strings = new Map<number, string>();
  private readonly names = new Map<number, number>();
  private readonly layouts = new Map<number, Layout>();
  private readonly instances = new Map<number, number>();
  private readonly objectArrays = new Map<number, Count>();
  private readonly primitiveArrays = new Map<number, Count>();

  /** The next bytes of the file. Throws PermanentError `bad_dump` when it is no heap dump. */
  push(chunk: Buffer): void {
    this.arrived.push(chunk);
    this.arrivedBytes += chunk.length;
    if (this.data.length - this.at + this.arrivedBytes >= this.wanted) this.read();
  }

  /** Reads what has come, as far as it goes. */
  private read(): void {
    const rest = this.data.subarray(this.at);
    const [first = rest] = this.arrived;
    this.data = rest.length === 0 && this.arrived.length <= 1 ? first : Buffer.concat([rest, ...this.arrived]);
    this.at = 0;
    this.arrived = [];
    this.arrivedBytes = 0;
    for (;;) {
      if (this.toSkip > 0) {
        const skipped = Math.min(this.toSkip, this.data.length - this.at);
        this.at += skipped;
        this.toSkip -= skipped;
        if (this.toSkip > 0) break;
      }
      const begun = this.at;
      try {
        if (this.at >= this.data.length) break;
        this.next();
      } catch (error) {
        if (error !== MORE) throw error;
        this.at = begun;
        // What is long is read again only when there is twice as much of it: the work stays in proportion to the file.
        const rest = this.data.length - begun;
        this.wanted = rest > SHORT ? 2 * rest : 0;
        return;
      }
    }
    this.wanted = 0;
  }

  /** What was counted, the largest first. Throws PermanentError when the file ended in the middle. */
  finish(): HeapHistogram {
    if (this.arrived.length > 0) this.read();
    if (!this.ended)
      throw new PermanentError(
        'bad_dump',
        worded(({ evidence }) => evidence.heapDumpEndsInTheMiddleIt),
      );
    const isNarrow = this.idBytes === 8 && this.highest - this.lowest < NARROW_MAX;
    const totals = new Map<string, HeapClass>();
    const add = (name: string, instances: number, bytes: number) => {
      const before = totals.get(name);
      totals.set(name, { name, instances: (before?.instances ?? 0) + instances, bytes: (before?.bytes ?? 0) + bytes });
    };
    for (const [id, count] of this.instances) add(this.nameOf(id), count, count * this.instanceBytes(id, isNarrow));
    for (const [id, count] of this.objectArrays) add(this.nameOf(id), count.instances, isNarrow ? count.narrow : count.wide);
    for (const [type, count] of this.primitiveArrays) add(TYPE_NAMES[type] ?? '?', count.instances, isNarrow ? count.narrow : count.wide);
    const classes = [...totals.values()].sort((a, b) => b.bytes - a.bytes);
    const sum = (of: (each: HeapClass) => number) => classes.reduce((total, each) => total + of(each), 0);
    return { instances: sum((each) => each.instances), bytes: sum((each) => each.bytes), classes };
  }

  private next(): void {
    if (this.idBytes === 0) this.header();
    else if (this.segmentLeft > 0) this.object();
    else this.record();
  }

  private header(): void {
    const start = this.data.subarray(this.at, this.at + 32);
    const end = start.indexOf(0);
    if (end === -1 && start.length < 32) throw MORE;
    if (end === -1 || !/^JAVA PROFILE 1\.0\.[0-9]$/.test(start.toString('latin1', 0, end))) throw notADump();
    this.at += end + 1;
    const idBytes = this.u4();
    this.need(8);
    if (idBytes !== 4 && idBytes !== 8) throw notADump();
    this.at += 8;
    this.idBytes = idBytes;
  }

  private record(): void {
    const tag = this.u1();
    this.need(8);
    this.at += 4;
    const length = this.u4();
    if (tag === RECORD.heapDump || tag === RECORD.heapSegment) {
      this.segmentLeft = length;
      return;
    }
    this.refuseClaim(tag, length);
    if (tag === RECORD.string && length <= NAME_MAX + this.idBytes) {
      this.need(length);
      const end = this.at + length;
      const id = this.id();
      this.nameBytes += length;
      this.strings.set(id, this.data.toString('utf8', this.at, end));
      this.at = end;
      if (this.nameBytes > NAMES_MAX) throw damaged(worded(({ evidence }) => evidence.moreNamesThanAnyProgramHas));
      return;
    }
    if (tag === RECORD.loadClass) {
      this.need(length);
      this.at += 4;
      const classId = this.id();
      this.at += 4;
      this.names.set(classId, this.id());
      this.refuseClasses(this.names);
      return;
    }
    if (tag === RECORD.end) this.ended = true;
    this.toSkip = length;
  }

  /** What a record says of its own length is refused before anything is kept for it. */
  private refuseClaim(tag: number, length: number): void {
    const { idBytes } = this;
    const fits =
      tag === RECORD.string
        ? length >= idBytes && length <= STRING_MAX + idBytes
        : tag === RECORD.loadClass
          ? length === 2 * (4 + idBytes)
          : length <= RECORD_MAX;
    if (!fits) throw damaged(worded(({ evidence }) => evidence.aRecordClaimsBytes(length)));
  }

  private refuseClasses(known: ReadonlyMap<number, unknown>): void {
    if (known.size > CLASSES_MAX) throw damaged(worded(({ evidence }) => evidence.moreClassesThanAnyProgramHas));
  }

  private object(): void {
    const begun = this.at;
    const tag = this.u1();
    const body = this.body(tag);
    // Written down only now: what could not be read whole is read again.
    body.count();
    this.segmentLeft -= this.at - begun + body.skip;
    this.toSkip = body.skip;
    if (this.segmentLeft < 0) throw damaged(worded(({ evidence }) => evidence.anObjectIsLongerThanItsSegment));
  }

  private body(tag: number): { count: () => void; skip: number } {
    const root = ROOTS[tag];
    if (root) return { count: () => {}, skip: root.ids * this.idBytes + root.rest };
    if (tag === OBJECT.class) return { count: this.classDump(), skip: 0 };
    const objectId = this.id();
    this.need(4);
    this.at += 4;
    if (tag === OBJECT.instance) {
      const classId = this.id();
      const skip = this.u4();
      const count = () => {
        this.span(objectId);
        this.instances.set(classId, (this.instances.get(classId) ?? 0) + 1);
        this.refuseClasses(this.instances);
      };
      return { count, skip };
    }
    const length = this.u4();
    if (tag === OBJECT.objectArray) {
      const classId = this.id();
      const count = () => {
        this.span(objectId);
        tally(this.objectArrays, classId, length * 4, length * 8);
        this.refuseClasses(this.objectArrays);
      };
      return { count, skip: length * this.idBytes };
    }
    const type = this.u1();
    const size = TYPE_BYTES[type];
    if (tag !== OBJECT.primitiveArray || size === undefined)
      throw new PermanentError(
        'bad_dump',
        worded(({ evidence }) => evidence.heapDumpIsDamagedOrOfAnUnknownKind),
      );
    const count = () => {
      this.span(objectId);
      tally(this.primitiveArrays, type, length * size, length * size);
    };
    return { count, skip: length * size };
  }

  private classDump(): () => void {
    const classId = this.id();
    this.u4();
    const superId = this.id();
    // Loader, signers, protection domain, two reserved ones, and the size of an instance.
    this.need(5 * this.idBytes + 4);
    this.at += 5 * this.idBytes + 4;
    const layout: Layout = { superId, references: 0, otherBytes: 0 };
    for (let constants = this.u2(); constants > 0; constants -= 1) {
      this.u2();
      this.value(this.u1());
    }
    for (let statics = this.u2(); statics > 0; statics -= 1) {
      this.id();
      this.value(this.u1());
    }
    for (let fields = this.u2(); fields > 0; fields -= 1) {
      this.id();
      const type = this.u1();
      if (type === REFERENCE) layout.references += 1;
      else layout.otherBytes += TYPE_BYTES[type] ?? 0;
    }
    return () => {
      this.layouts.set(classId, layout);
      this.refuseClasses(this.layouts);
    };
  }

  private value(type: number): void {
    const bytes = type === REFERENCE ? this.idBytes : TYPE_BYTES[type];
    if (bytes === undefined) throw damaged(worded(({ evidence }) => evidence.aValueHasNoType));
    this.need(bytes);
    this.at += bytes;
  }

  private span(objectId: number): void {
    if (objectId < this.lowest) this.lowest = objectId;
    if (objectId > this.highest) this.highest = objectId;
  }

  private instanceBytes(classId: number, isNarrow: boolean): number {
    let bytes = isNarrow ? 12 : 16;
    for (let id = classId, depth = 0; id !== 0 && depth < 200; depth += 1) {
      const layout = this.layouts.get(id);
      if (!layout) break;
      bytes += layout.references * (isNarrow ? 4 : 8) + layout.otherBytes;
      id = layout.superId;
    }
    return roundedUp(bytes);
  }

  private nameOf(classId: number): string {
    const name = this.strings.get(this.names.get(classId) ?? 0);
    return name === undefined ? '(unknown)' : className(name);
  }

  private need(bytes: number): void {
    if (this.at + bytes > this.data.length) throw MORE;
  }

  private u1(): number {
    this.need(1);
    this.at += 1;
    return this.data[this.at - 1] ?? 0;
  }

  private u2(): number {
    this.need(2);
    this.at += 2;
    return this.data.readUInt16BE(this.at - 2);
  }

  private u4(): number {
    this.need(4);
    this.at += 4;
    return this.data.readUInt32BE(this.at - 4);
  }

  /** Addresses of today's machines fit into what a number holds exactly. */
  private id(): number {
    if (this.idBytes === 4) return this.u4();
    this.need(8);
    this.at += 8;
    return this.data.readUInt32BE(this.at - 8) * 2 ** 32 + this.data.readUInt32BE(this.at - 4);
  }
}

/** An array's header is followed by its length. */
function tally(counts: Map<number, Count>, key: number, narrow: number, wide: number): void {
  const count = counts.get(key) ?? { instances: 0, narrow: 0, wide: 0 };
  count.instances += 1;
  count.narrow += roundedUp(16 + narrow);
  count.wide += roundedUp(24 + wide);
  counts.set(key, count);
}

function roundedUp(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

function damaged(how: Bilingual): PermanentError {
  return new PermanentError(
    'bad_dump',
    worded(({ evidence }, language) => evidence.heapDumpIsDamaged(pick(how, language))),
  );
}

function notADump(): PermanentError {
  return new PermanentError(
    'bad_dump',
    worded(({ evidence }) => evidence.whatCameIsNoHeapDumpInTheHprofFormat),
  );
}
