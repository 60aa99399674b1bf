import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ActuatorStandIn, startActuator } from '../../../sandbox/actuator.ts';
import type { HeapHistogram } from '../../../src/domain/analysis/heap.ts';
import { type ActuatorOptions, createActuator } from '../../../src/integrations/jvm/actuator.ts';
import { createJcmd, parseHistogram } from '../../../src/integrations/jvm/jcmd.ts';
import { hasJdk, JvmProcess } from '../../support/servers/jvm-process.ts';

const COUPON = 'CouponHeap$Coupon';
const COUPONS = 12_345;
const timeoutMs = 30_000;
const there = await hasJdk();
if (!there && process.env.REQUIRE_SERVICES) throw new Error('REQUIRE_SERVICES is set, but there is no JDK (jcmd) on the PATH');
const withJdk = there ? describe : describe.skip;

const classOf = (heap: HeapHistogram, name: string) => heap.classes.find((each) => each.name === name);

withJdk('the heap of a real JVM', () => {
  let jvm: JvmProcess;
  let scratch: string;
  let dump: Buffer;
  let real: HeapHistogram;
  let actuator: ActuatorStandIn;
  beforeAll(async () => {
    jvm = await JvmProcess.start(COUPONS);
    scratch = mkdtempSync(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'heap-'));
    const path = join(scratch, 'real.hprof');
    await jvm.dump(path);
    dump = readFileSync(path);
    rmSync(path);
    real = parseHistogram(await jvm.histogram());
    actuator = await startActuator(() => dump, { authorization: 'Bearer actuator-token' });
  });
  afterAll(async () => {
    await actuator.close();
    await jvm.stop();
    rmSync(scratch, { recursive: true });
  });
  afterEach(() => actuator.failWith(undefined));

  const byActuator = (more: Partial<ActuatorOptions> = {}) =>
    createActuator({
      name: 'api',
      url: actuator.url,
      authorization: 'Bearer actuator-token',
      live: true,
      directory: join(scratch, 'dumps'),
      keep: 0,
      ...more,
    });

  it('is counted by jcmd, by process id and by words of its command', async () => {
    for (const which of [{ pid: jvm.pid }, { match: 'CouponHeap.java' }]) {
      const heap = await createJcmd({ name: 'api', which, live: true }).count({ timeoutMs });
      expect(classOf(heap, COUPON)).toMatchObject({ instances: COUPONS });
      expect(heap.bytes).toBeGreaterThan(COUPONS * 32);
      expect(heap.classes[0]?.bytes).toBeGreaterThanOrEqual(heap.classes[1]?.bytes ?? 0);
    }
  });

  it('says which JVM it does not find', async () => {
    const find = (match: string) => createJcmd({ name: 'api', which: { match }, live: true }).count({ timeoutMs });
    await expect(find('no-such-program')).rejects.toMatchObject({ code: 'no_such_jvm' });
    const second = await JvmProcess.start(1);
    await expect(find('CouponHeap.java').finally(() => second.stop())).rejects.toMatchObject({ code: 'several_jvms' });
    const gone = createJcmd({ name: 'api', which: { pid: 2 ** 22 + 1 }, live: true });
    await expect(gone.count({ timeoutMs })).rejects.toMatchObject({ code: 'jcmd_failed' });
    const none = createJcmd({ name: 'api', which: { pid: 1 }, live: true, program: 'no-such-jcmd' });
    await expect(none.count({ timeoutMs })).rejects.toMatchObject({ code: 'not_configured' });
  });

  it('is counted from a heap dump as the JVM itself counts it', async () => {
    const heap = await byActuator().count({ timeoutMs });
    expect(actuator.asked.at(-1)).toBe('live=true');
    const coupon = classOf(heap, COUPON);
    expect(coupon).toEqual(classOf(real, COUPON));
    for (const name of ['java.lang.String', 'byte[]', 'java.lang.Object[]', 'java.util.HashMap$Node', 'long[]']) {
      const [own, theirs] = [classOf(heap, name), classOf(real, name)];
      expect(Math.abs((own?.instances ?? 0) - (theirs?.instances ?? 0))).toBeLessThan(0.05 * (theirs?.instances ?? 0) + 50);
      expect(Math.abs((own?.bytes ?? 0) - (theirs?.bytes ?? 0))).toBeLessThan(0.05 * (theirs?.bytes ?? 0) + 5_000);
    }
    expect(existsSync(join(scratch, 'dumps'))).toBe(false);
  });

  it('is probed without the pause', async () => {
    const asked = actuator.asked.length;
    expect(await byActuator().probe({ timeoutMs })).toMatch(/heapdump/);
    expect(actuator.asked).toHaveLength(asked);
    await expect(byActuator({ authorization: undefined }).probe({ timeoutMs })).rejects.toMatchObject({ code: 'http_401' });
    expect(await createJcmd({ name: 'api', which: { match: 'CouponHeap.java' }, live: true }).probe({ timeoutMs })).toMatch(
      /OpenJDK|HotSpot|JDK/,
    );
  });

  it('keeps as many dumps as it may, where nobody else reads them', async () => {
    for (let each = 0; each < 4; each += 1) await byActuator({ keep: 2 }).count({ timeoutMs });
    await byActuator({ name: 'api-2', keep: 1 }).count({ timeoutMs });
    const directory = join(scratch, 'dumps');
    const files = readdirSync(directory);
    expect(files.filter((file) => /^api-\d{4}-/.test(file))).toHaveLength(2);
    expect(files.filter((file) => /^api-2-\d{4}-/.test(file))).toHaveLength(1);
    expect(readFileSync(join(directory, files[0] ?? '')).equals(dump)).toBe(true);
    expect(statSync(join(directory, files[0] ?? '')).mode & 0o077).toBe(0);
    expect(statSync(directory).mode & 0o077).toBe(0);
  });

  it('says what is wrong, without the credentials', async () => {
    const count = (more: Partial<ActuatorOptions>) => byActuator(more).count({ timeoutMs });
    await expect(count({ authorization: 'Bearer another-token' })).rejects.toMatchObject({ code: 'http_401' });
    await expect(count({ authorization: undefined })).rejects.toMatchObject({ code: 'http_401' });
    await expect(count({ url: `${actuator.url}/elsewhere` })).rejects.toMatchObject({ code: 'http_404' });
    await expect(count({ url: 'http://127.0.0.1:9' })).rejects.toMatchObject({ name: 'TransientError', code: 'connection' });
    await expect(count({ maxBytes: 100_000, keep: 1 })).rejects.toMatchObject({ code: 'too_large' });
    expect(readdirSync(join(scratch, 'dumps')).filter((file) => file.endsWith('.part'))).toEqual([]);
    actuator.failWith(429);
    await expect(count({})).rejects.toMatchObject({ name: 'TransientError', code: 'ratelimited' });
    await expect(count({ authorization: 'Bearer another-token' })).rejects.not.toThrow(/another-token/);
  });

  it.each([
    ['text', () => Buffer.from('<html>Sign in</html>'.repeat(10))],
    ['half of it', () => dump.subarray(0, dump.length / 2)],
    ['nothing', () => Buffer.alloc(0)],
  ])('refuses %s', async (_, bytes) => {
    const other = await startActuator(bytes);
    await expect(
      byActuator({ url: other.url })
        .count({ timeoutMs })
        .finally(() => other.close()),
    ).rejects.toMatchObject({ code: 'bad_dump' });
  });
});
