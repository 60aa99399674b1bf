import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROGRAM = fileURLToPath(new URL('./jvm/CouponHeap.java', import.meta.url));
const run = promisify(execFile);

/** A real JVM that holds so many objects of a class of ours, `CouponHeap$Coupon`. */
export class JvmProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly lines: AsyncIterator<string>,
  ) {}

  static async start(coupons: number): Promise<JvmProcess> {
    const child = spawn('java', ['-Xmx128m', '-XX:+UseSerialGC', PROGRAM, String(coupons)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
    const made = new JvmProcess(child, lines);
    await made.ready();
    return made;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Holds so many more. */
  async hold(coupons: number): Promise<void> {
    this.child.stdin?.write(`${coupons}\n`);
    await this.ready();
  }

  /** A heap dump as the JDK writes it. */
  async dump(path: string): Promise<void> {
    await run('jcmd', [String(this.pid), 'GC.heap_dump', path]);
  }

  async histogram(): Promise<string> {
    return (await run('jcmd', [String(this.pid), 'GC.class_histogram'], { maxBuffer: 32 * 2 ** 20 })).stdout;
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }

  private async ready(): Promise<void> {
    const { value } = await this.lines.next();
    if (value !== 'ready') throw new Error(`the JVM did not start: ${value}`);
  }
}

/** Whether a JDK is here to test with; without one it has to be said, and is refused where everything must run. */
export async function hasJdk(): Promise<boolean> {
  return await run('jcmd', ['-l']).then(
    () => true,
    () => false,
  );
}
