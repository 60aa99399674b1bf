import type { Meters } from './meters.ts';

/** A class of the pretended heap: fields of eight bytes, and how many objects there are. */
interface HeapContent {
  name: string;
  fields: number;
  count: number;
}

/** The heap is written this many times smaller than it is, so that a dump is made in no time. */
const SMALLER = 200;
const ID_BYTES = 8;
const LONG = 11;
const BYTE = 8;
const PAYLOAD_BYTES = 512;

/**
 * A heap dump of the pretended API in the HPROF format, as HotSpot writes it: what lives in the old generation are requests that wait to be
 * issued, each with its payload; the rest is what every such service holds.
 */
export function heapDump({ oldUsed, edenUsed, lag }: Meters): Buffer {
  const waiting = Math.round(oldUsed / SMALLER / 640);
  const content: HeapContent[] = [
    { name: 'com/example/coupon/IssueRequest', fields: 8, count: waiting },
    { name: 'com/example/coupon/StockLock$Lease', fields: 4, count: Math.round(lag / 20) + 40 },
    { name: 'java/util/concurrent/ConcurrentHashMap$Node', fields: 3, count: 4_000 + Math.round(waiting / 3) },
    { name: 'java/lang/String', fields: 2, count: 9_000 + Math.round(edenUsed / SMALLER / 4_000) },
  ];
  return new DumpWriter().write(content, waiting);
}

class DumpWriter {
  private readonly parts: Buffer[] = [];
  private nextId = 0x1000;

  write(content: readonly HeapContent[], payloads: number): Buffer {
    this.parts.push(Buffer.from('JAVA PROFILE 1.0.2\0'), u4(ID_BYTES), Buffer.alloc(8));
    const object = this.loadClass('java/lang/Object', 0, 0);
    const classes = content.map((each) => ({ ...each, ...this.loadClass(each.name, each.fields, object.classId) }));
    const segment = [object.dump, ...classes.map(({ dump }) => dump)];
    for (const { classId, fields, count } of classes) {
      for (let each = 0; each < count; each += 1) {
        segment.push(Buffer.from([0x21]), this.id(), u4(0), id(classId), u4(fields * 8), Buffer.alloc(fields * 8));
      }
    }
    for (let each = 0; each < payloads; each += 1) {
      segment.push(Buffer.from([0x23]), this.id(), u4(0), u4(PAYLOAD_BYTES), Buffer.from([BYTE]), Buffer.alloc(PAYLOAD_BYTES));
    }
    this.record(0x1c, Buffer.concat(segment));
    this.record(0x2c, Buffer.alloc(0));
    return Buffer.concat(this.parts);
  }

  /** Its name, that it is loaded, and how its objects look. */
  private loadClass(name: string, fields: number, superId: number): { classId: number; dump: Buffer } {
    const [nameId, classId] = [this.nextId, this.nextId + 8];
    this.nextId += 16;
    this.record(0x01, Buffer.concat([id(nameId), Buffer.from(name)]));
    this.record(0x02, Buffer.concat([u4(1), id(classId), u4(0), id(nameId)]));
    const each = Buffer.concat([id(nameId), Buffer.from([LONG])]);
    const dump = Buffer.concat([
      Buffer.from([0x20]),
      id(classId),
      u4(0),
      id(superId),
      Buffer.alloc(5 * ID_BYTES),
      u4(fields * 8),
      u2(0),
      u2(0),
      u2(fields),
      ...Array.from({ length: fields }, () => each),
    ]);
    return { classId, dump };
  }

  private record(tag: number, body: Buffer): void {
    this.parts.push(Buffer.from([tag]), u4(0), u4(body.length), body);
  }

  private id(): Buffer {
    this.nextId += 8;
    return id(this.nextId);
  }
}

function id(value: number): Buffer {
  return Buffer.concat([u4(Math.floor(value / 2 ** 32)), u4(value >>> 0)]);
}

function u4(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function u2(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
