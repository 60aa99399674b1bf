import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, errorText, PermanentError } from '../../domain/errors.ts';
import { worded } from '../../languages/worded.ts';

/** What a dead process left half done is older than this. */
const ABANDONED_MS = 3_600_000;

/** A heap dump that stays on this machine for other tools, where only this user reads it. Rejects with PermanentError `no_room`. */
export class KeptDump {
  private constructor(
    private readonly directory: string,
    private readonly name: string,
    private readonly path: string,
    private readonly file: FileHandle,
  ) {}

  static async begin(directory: string, name: string): Promise<KeptDump> {
    const path = join(directory, `${name}-${new Date().toISOString().replaceAll(':', '-')}.hprof`);
    return await orNoRoom(async () => {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      return new KeptDump(directory, name, path, await open(`${path}.part`, 'wx', 0o600));
    });
  }

  async write(piece: Buffer): Promise<void> {
    await orNoRoom(() => this.file.writeFile(piece));
  }

  /** It is whole. */
  async finish(): Promise<void> {
    await orNoRoom(() => rename(`${this.path}.part`, this.path));
  }

  /** Closes it, and removes all but the newest `keep` of this JVM, this one if it is not whole, and what a dead process left half done. */
  async leave(keep: number): Promise<void> {
    await this.file.close();
    await rm(`${this.path}.part`, { force: true });
    const own = (await readdir(this.directory)).filter((file) => file.replace(/\d{4}-\d\d-\d\dT.*$/, '') === `${this.name}-`).sort();
    const whole = own.filter((file) => file.endsWith('.hprof'));
    const old = whole.slice(0, Math.max(0, whole.length - keep));
    for (const file of own.filter((each) => each.endsWith('.part'))) {
      const changedMs = (await stat(join(this.directory, file)).catch(() => undefined))?.mtimeMs ?? 0;
      if (Date.now() - changedMs > ABANDONED_MS) old.push(file);
    }
    await Promise.all(old.map((file) => rm(join(this.directory, file), { force: true })));
  }
}

async function orNoRoom<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new PermanentError(
      'no_room',
      worded(({ evidence }) => evidence.heapDumpCouldNotBeWritten(errorCode(error), errorText(error))),
      { cause: error },
    );
  }
}
