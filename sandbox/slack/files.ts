import { randomBytes } from 'node:crypto';
import { SlackError } from './slack-error.ts';

/** A file that the bot uploads: asked for, sent, completed, and a moment later usable. */
export interface FileState {
  id: string;
  name: string;
  title: string;
  altText: string;
  /** As announced; what is sent must have this length. */
  length: number;
  bytes?: Buffer;
  /** Ids of the conversations in which it was shown at once. */
  sharedIn: string[];
  /** Milliseconds since 1970. */
  completedAt?: number;
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

/** The files of the workspace. Slack looks at a completed file for a moment before anything may show it. */
export class Files {
  readonly all = new Map<string, FileState>();
  private readonly paths = new Map<string, string>();
  private readonly now: () => number;
  private readonly processingMs: number;

  constructor(now: () => number, processingMs: number) {
    this.now = now;
    this.processingMs = processingMs;
  }

  /** A place to send a file to; returns its path, which is used once. */
  ask(file: FileState): string {
    const path = `/upload/v1/${randomBytes(16).toString('hex')}`;
    this.all.set(file.id, file);
    this.paths.set(path, file.id);
    return path;
  }

  /** Takes the bytes; the HTTP status and text with which Slack's file server answers. */
  receive(path: string, bytes: Buffer): { status: number; text: string } {
    const file = this.all.get(this.paths.get(path) ?? '');
    if (!file || file.bytes) return { status: 404, text: 'Not Found' };
    if (bytes.length !== file.length) return { status: 400, text: 'BAD REQUEST - length does not match' };
    file.bytes = bytes;
    return { status: 200, text: `OK - ${bytes.length}` };
  }

  complete(id: string, title: string): FileState {
    const file = this.all.get(id);
    if (!file) throw new SlackError('file_not_found');
    if (!file.bytes || file.completedAt !== undefined) throw new SlackError('file_update_failed');
    file.title = title || file.name;
    file.completedAt = this.now();
    return file;
  }

  /** Whether a block may show this file now. */
  usable(id: unknown): boolean {
    const file = this.all.get(String(id));
    if (file?.completedAt === undefined || !file.bytes?.subarray(0, PNG.length).equals(PNG)) return false;
    return this.now() - file.completedAt >= this.processingMs;
  }
}

/** The places in blocks that name a file which cannot be shown, as Slack words it. */
export function unusableFiles(blocks: unknown, files: Files): string[] {
  if (!Array.isArray(blocks)) return [];
  return blocks.flatMap((block, index) =>
    picturesOf(block as Record<string, unknown>, `/blocks/${index}`).flatMap(({ file, at }) =>
      file !== undefined && !files.usable(file.id) ? [`[ERROR] invalid slack file [json-pointer:${at}/slack_file]`] : [],
    ),
  );
}

interface Shown {
  slack_file?: { id?: unknown };
}

function picturesOf(block: Record<string, unknown>, at: string): { file: Shown['slack_file']; at: string }[] {
  const inside = Array.isArray(block.elements) ? (block.elements as Shown[]) : [];
  const accessory = block.accessory as Shown | undefined;
  return [
    { file: (block as Shown).slack_file, at },
    ...inside.map((element, index) => ({ file: element?.slack_file, at: `${at}/elements/${index}` })),
    { file: accessory?.slack_file, at: `${at}/accessory` },
  ];
}
