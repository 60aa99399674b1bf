import { inspect } from 'node:util';
import type { Dial, DialValue } from '../../../src/domain/mitigation/targets.ts';
import { freePort } from '../../../src/storage/embedded/free-port.ts';
import { startTcpProxy, type TcpProxy } from '../../support/servers/tcp-proxy.ts';

/** Where a dial asks, and as whom: `narrow` may look but not change. */
export interface DialPlace {
  port: number;
  account: 'right' | 'narrow' | 'wrong';
}

export interface MadeDial {
  dial: Dial;
  close(): Promise<void>;
}

/** A dial of a real server, which is at `from` before every test. */
export interface DialCase {
  server(): { host: string; port: number };
  /** The port at which the wire in front of the server must be, when the server names it to its clients. */
  wirePort?(): number;
  create(place: DialPlace): MadeDial;
  from: DialValue;
  to: DialValue;
  /** What is read after `to` was set, when that is not `to` itself. */
  reads?: DialValue;
  /** Sets it as somebody else would, to what is neither `from` nor `to`. */
  meddle(): Promise<void>;
  /** The same value as `meddle` leaves behind. */
  meddled: DialValue;
  /** What is refused at rehearsal, with a word that the refusal must hold; absent for a target that takes everything. */
  refused?: { to: DialValue; says: RegExp };
  /** What a refusal for want of rights must name. */
  right: RegExp;
  /** Absent: it can tell at rehearsal whether it may. */
  rehearsesRights?: false;
  /** The variable that a refusal of wrong credentials must name. */
  variable: RegExp;
  where(): string;
  secrets: readonly string[];
}

const OPTIONS = { timeoutMs: 15_000 };
const DEADLINE = { timeoutMs: 300 };
/** For the loaded machine; one that waits for limits of its own fails by far. */
const SMALL_MS = 4_000;
const KEY = 'run-1:1:set';

/** What Dial promises, tried on a real server through a wire that can be held. */
export function keepsTheDialContract(given: DialCase): void {
  let proxy: TcpProxy;
  const made: MadeDial[] = [];
  const dialAt = (place: Partial<DialPlace> = {}): Dial => {
    const fresh = given.create({ port: proxy.port, account: 'right', ...place });
    made.push(fresh);
    return fresh.dial;
  };
  const after = given.reads === undefined ? given.to : given.reads;
  beforeEach(async () => {
    proxy = await startTcpProxy(given.server(), given.wirePort?.());
  });
  afterEach(async () => {
    proxy.resume();
    await Promise.all(made.splice(0).map((one) => one.close()));
    await proxy.close();
  });

  it('is called by what it sets, and is set once, however often it is said', async () => {
    const dial = dialAt();
    expect(dial.where).toBe(given.where());
    const from = await dial.read(OPTIONS);
    expect(from.value).toBe(given.from);
    for (let time = 0; time < 2; time += 1) {
      await dial.write({ from, to: given.to, key: KEY }, OPTIONS);
      expect((await dial.read(OPTIONS)).value).toBe(after);
    }
    // Another process that takes over the same run.
    await dialAt().write({ from, to: given.to, key: KEY }, OPTIONS);
    expect((await dial.read(OPTIONS)).value).toBe(after);
  });

  it('keeps what somebody else set meanwhile', async () => {
    const dial = dialAt();
    const from = await dial.read(OPTIONS);
    await given.meddle();
    await expect(dial.write({ from, to: given.to, key: KEY }, OPTIONS)).rejects.toMatchObject({ name: 'PermanentError', code: 'changed' });
    expect((await dial.read(OPTIONS)).value).toBe(given.meddled);
  });

  it('rehearses without changing anything, and tells what would be refused', async () => {
    const dial = dialAt();
    const from = await dial.read(OPTIONS);
    await dial.rehearse({ from, to: given.to }, OPTIONS);
    expect((await dial.read(OPTIONS)).value).toBe(given.from);
    if (!given.refused) return;
    await expect(dial.rehearse({ from, to: given.refused.to }, OPTIONS)).rejects.toMatchObject({
      name: 'PermanentError',
      code: 'invalid',
      message: expect.stringMatching(given.refused.says),
    });
  });

  it('says at rehearsal which right is missing, and again when it is set', async () => {
    const dial = dialAt({ account: 'narrow' });
    const from = await dialAt().read(OPTIONS);
    const refusal = { name: 'PermanentError', code: 'forbidden', message: expect.stringMatching(given.right) };
    if (given.rehearsesRights !== false) {
      await expect(dial.rehearse({ from, to: given.to }, OPTIONS)).rejects.toMatchObject(refusal);
    }
    await expect(dial.write({ from, to: given.to, key: KEY }, OPTIONS)).rejects.toMatchObject(refusal);
    expect((await dialAt().read(OPTIONS)).value).toBe(given.from);
  });

  it('refuses wrong credentials for good, names the variable and shows no secret', async () => {
    const error = await rejection(dialAt({ account: 'wrong' }).read(OPTIONS));
    expect(error).toMatchObject({ name: 'PermanentError', message: expect.stringMatching(given.variable) });
    const seen = `${inspect(error, { depth: 10, showHidden: true })} ${(error as Error).stack} ${dialAt().where} ${dialAt().byHand(given.to)}`;
    for (const secret of given.secrets) expect(seen).not.toContain(secret);
  });

  it('a server that is away may come back', async () => {
    const dial = dialAt({ port: await freePort() });
    await expect(dial.read(OPTIONS)).rejects.toMatchObject({ name: 'TransientError' });
  });

  it('keeps the deadline against a server that falls silent, and sets nothing that was given up before it was sent', async () => {
    const dial = dialAt();
    const from = await dial.read(OPTIONS);
    const fresh = dialAt();
    proxy.hold();
    const began = performance.now();
    const timeout = { name: 'TransientError', code: 'timeout' };
    await Promise.all([
      expect(dial.read(DEADLINE)).rejects.toMatchObject(timeout),
      expect(fresh.write({ from, to: given.to, key: KEY }, DEADLINE)).rejects.toMatchObject(timeout),
    ]);
    expect(performance.now() - began).toBeLessThan(DEADLINE.timeoutMs + SMALL_MS);
    proxy.resume();
    // Its connection was not open yet, so the question after it finds nothing changed.
    expect((await fresh.read(OPTIONS)).value).toBe(given.from);
  });
}

async function rejection(answer: Promise<unknown>): Promise<unknown> {
  const outcome = await answer.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome) return outcome.error;
  throw new Error(`it did not reject but gave ${inspect(outcome.value)}`);
}
