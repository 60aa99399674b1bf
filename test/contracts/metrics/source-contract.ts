import { inspect } from 'node:util';
import type { MetricsSource } from '../../../src/domain/ports/metrics.ts';
import { freePort } from '../../../src/storage/embedded/free-port.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { startTcpProxy, type TcpProxy } from '../../support/servers/tcp-proxy.ts';

/** Where a source shall ask: at this port of this machine, with these credentials. */
export interface Place {
  port: number;
  credentials: 'right' | 'wrong';
}

/** One kind of source, with a real server behind it. */
export interface SourceCase {
  /** The variables that set it up, of which one must be named when credentials are wrong. */
  variable: RegExp;
  server(): { host: string; port: number };
  /** The port at which the wire in front of the server must be, when the server names it to its clients. */
  wirePort?(): number;
  /** A source that asks there, as app.ts would make it. */
  create(place: Place): MetricsSource;
  /** How many connections all questions share; absent for those that have a pool which is not theirs. */
  connections?: number;
  /** What must not be seen anywhere, the wrong password among it. */
  secrets: readonly string[];
  /** Has a value above zero. */
  some: string;
  /** Is zero: nothing is there, and that is known. */
  zero: string;
  /** Has no value: what is asked for does not exist. */
  none: string;
  /** Cannot be asked, with a word that the refusal must hold. */
  bad: { query: string; says: RegExp };
  /** Brings `query` from `before` to `after`; undefined is no value. */
  change: { query: string; before: number | undefined; act(): Promise<void>; after: number | undefined };
}

const TIMEOUT_MS = 10_000;
const DEADLINE_MS = 300;

/** For the loaded machine; a source that waits for its own, longer limits fails by far. */
const SMALL_MS = 2_000;

/** What MetricsSource promises, tried on a real server through a wire that can be held and cut. */
export function keepsTheContract(given: SourceCase): void {
  let proxy: TcpProxy;
  const made: MetricsSource[] = [];
  const source = (place: Partial<Place> = {}): MetricsSource => {
    const fresh = given.create({ port: proxy.port, credentials: 'right', ...place });
    made.push(fresh);
    return fresh;
  };
  const ask = (from: MetricsSource, query: string, timeoutMs = TIMEOUT_MS) => from.instant({ query, at: new Date(), timeoutMs });

  beforeEach(async () => {
    proxy = await startTcpProxy(given.server(), given.wirePort?.());
  });
  afterEach(async () => {
    await Promise.all(made.splice(0).map((one) => one.close?.()));
    await proxy.close();
  });

  it('tells a value, zero and no value apart', async () => {
    const one = source();
    const at = new Date();
    const sample = await one.instant({ query: given.some, at, timeoutMs: TIMEOUT_MS });
    expect(sample?.value).toBeGreaterThan(0);
    // What it gives is not older than the question.
    expect(Math.abs((sample?.at.getTime() ?? 0) - at.getTime())).toBeLessThan(5_000);
    expect(await ask(one, given.zero)).toMatchObject({ value: 0 });
    expect(await ask(one, given.none)).toBeUndefined();
  });

  it('tells what is now, not what was', async () => {
    const { query, before, act, after } = given.change;
    const one = source();
    expect((await ask(one, query))?.value).toBe(before);
    await act();
    await eventually(
      async () => `${query} is ${(await ask(one, query))?.value}, not ${after}`,
      async () => ((await ask(one, query))?.value === after ? true : undefined),
    );
  });

  it('refuses what cannot be asked, and says why', async () => {
    await expect(ask(source(), given.bad.query)).rejects.toMatchObject({
      name: 'PermanentError',
      message: expect.stringMatching(given.bad.says),
    });
  });

  it('refuses wrong credentials for good, names the variable and shows no secret', async () => {
    const error = await rejection(ask(source({ credentials: 'wrong' }), given.some));
    expect(error).toMatchObject({ name: 'PermanentError', message: expect.stringMatching(given.variable) });
    expectNoSecret(error);
  });

  it('a server that is away may come back', async () => {
    const error = await rejection(ask(source({ port: await freePort() }), given.some));
    expect(error).toMatchObject({ name: 'TransientError' });
    expectNoSecret(error);
  });

  it('keeps the deadline against a server that takes connections and says nothing', async () => {
    const silent = await startTcpProxy();
    const one = source({ port: silent.port });
    const began = performance.now();
    const error = await rejection(ask(one, given.some, DEADLINE_MS));
    const took = performance.now() - began;
    expect(error).toMatchObject({ name: 'TransientError', code: 'timeout' });
    expect(took).toBeGreaterThanOrEqual(DEADLINE_MS - 5);
    expect(took).toBeLessThan(DEADLINE_MS + SMALL_MS);
    expectNoSecret(error);
    await silent.close();
  });

  it('keeps the deadline when the server falls silent, and asks on when it speaks again', async () => {
    const one = source();
    await ask(one, given.some);
    proxy.hold();
    const began = performance.now();
    expect(await rejection(ask(one, given.some, DEADLINE_MS))).toMatchObject({ name: 'TransientError', code: 'timeout' });
    expect(performance.now() - began).toBeLessThan(DEADLINE_MS + SMALL_MS);
    proxy.resume();
    expect((await ask(one, given.some))?.value).toBeGreaterThan(0);
  });

  it('finds its way back after the connection was cut', async () => {
    const one = source();
    await ask(one, given.some);
    proxy.cut();
    const again = async () => await ask(one, given.some).catch((error: Error) => ({ value: error.name === 'TransientError' ? 0 : -1 }));
    await eventually('an answer after the cut', async () => {
      const answer = await again();
      expect(answer?.value).not.toBe(-1);
      return (answer?.value ?? 0) > 0 ? true : undefined;
    });
  });

  const { connections } = given;
  if (connections !== undefined) {
    it('twenty questions at once share its connection', async () => {
      const one = source();
      const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => ask(one, index % 2 === 0 ? given.some : given.zero)));
      expect(answers.map((sample) => (sample?.value ?? -1) > 0)).toEqual(answers.map((_, index) => index % 2 === 0));
      expect(proxy.made).toBe(connections);
    });

    it('is asked nothing and holds nothing once it is closed', async () => {
      const one = source();
      await ask(one, given.some);
      await ask(one, given.zero);
      expect(proxy.open).toBeGreaterThan(0);
      await one.close?.();
      await eventually('no connection is left', () => (proxy.open === 0 ? true : undefined));
      const { made: before } = proxy;
      expect(await rejection(ask(one, given.some))).toMatchObject({ name: 'TransientError' });
      expect(proxy.made).toBe(before);
    });
  }

  function expectNoSecret(error: unknown): void {
    const seen = `${inspect(error, { depth: 10, showHidden: true })} ${JSON.stringify(error)} ${(error as Error).stack}`;
    for (const secret of given.secrets) expect(seen).not.toContain(secret);
  }
}

async function rejection(answer: Promise<unknown>): Promise<unknown> {
  const outcome = await answer.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome) return outcome.error;
  throw new Error(`it did not reject but gave ${inspect(outcome.value)}`);
}
