import { TransientError } from '../../../src/domain/errors.ts';
import { createLog } from '../../../src/integrations/log.ts';

function recorded(secrets: readonly string[]) {
  const lines: string[] = [];
  const log = createLog({ level: 'debug', secrets, out: { write: (line) => lines.push(line) } });
  return { log, lines };
}

describe('createLog', () => {
  it('writes one JSON object a line', () => {
    const { log, lines } = recorded([]);
    log.info({ incident: 7 }, 'declared');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', incident: 7, msg: 'declared', time: expect.any(String) });
  });

  it('hides secrets in fields, messages, nested values, stacks and causes', () => {
    const { log, lines } = recorded(['xoxb-12345-secret', 'postgres://app:p%40ssw0rd!@db:5432/app']);
    const cause = new Error('connect postgres://app:p%40ssw0rd!@db:5432/app failed');
    log.error(
      { err: new TransientError('connection', 'token xoxb-12345-secret refused', { cause }), deep: { header: 'Bearer xoxb-12345-secret' } },
      'password p@ssw0rd! again',
    );
    expect(lines[0]).not.toMatch(/xoxb-12345|p%40ssw0rd|p@ssw0rd/);
    expect(lines[0]).toContain('db:5432/app');
    expect(() => JSON.parse(lines[0] ?? '')).not.toThrow();
  });

  it('hides a secret wherever a text is cut', () => {
    const secret = 'kq7-vw93-zz41-secret';
    for (let before = 0; before <= secret.length; before += 3) {
      const { log, lines } = recorded([secret]);
      const across = (longest: number) => `${'y '.repeat(longest)}`.slice(0, longest - before) + secret + ' y'.repeat(5_000);
      const err = Object.assign(new Error(across(2_000)), { query: across(300), stack: `Error\n    at ${across(297)}` });
      log.error({ err, field: across(2_000), [across(300)]: 1 }, across(2_000));
      const full = `${secret} `.repeat(5_000);
      log.error({ full }, full);
      expect(lines.join('')).not.toMatch(/kq7/);
      expect(lines.join('')).toMatch(/more characters/);
    }
  });

  it('hides the user part of any address', () => {
    const { log, lines } = recorded([]);
    log.warn({ url: 'https://admin:letmein@prom.example.com/api' }, 'slow');
    expect(JSON.parse(lines[0] ?? '').url).toBe('https://[secret]@prom.example.com/api');
  });

  it('keeps the level', () => {
    const lines: string[] = [];
    const log = createLog({ level: 'warn', out: { write: (line) => lines.push(line) } });
    log.info({}, 'quiet');
    expect(lines).toEqual([]);
  });
});

describe('a line', () => {
  const VALUE = 'customer@example.com ';

  it('met-K10: is never longer than 16 kB, is JSON, and shows that it was cut, whatever is logged', () => {
    const { log, lines } = recorded([]);
    const long = '나는 긴 글입니다. \u0001'.repeat(100_000);
    const wide = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`field ${n} ${long.slice(0, 400)}`, long]));
    const nested = Array.from({ length: 300 }, () => ({ wide, long }));
    log.error({ long }, 'text');
    log.error({ wide, nested }, 'objects');
    log.error({ err: new Error(long, { cause: new AggregateError([new Error(long), new Error(long)], long) }) }, long);
    log.error({ any: new Uint8Array(1_000_000) }, 'bytes');
    for (const line of lines) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(16_384);
      expect(() => JSON.parse(line)).not.toThrow();
    }
    expect(lines.slice(0, 3).every((line) => line.includes('more'))).toBe(true);
    expect(JSON.parse(lines[3] ?? '')).toMatchObject({ any: '[1000000 bytes]' });
  });

  it('met-K10: shows of an error its kind, words, code, frames and causes, under any name, and nothing that a library has hung on it', () => {
    const { log, lines } = recorded([]);
    class Client {
      secretKey = 987_654_321;
      password = 'letmein-letmein';
      self = this;
    }
    const driverError = Object.assign(new Error('duplicate key'), { code: '23505', detail: `Key (mail)=(${VALUE})`, client: new Client() });
    const failed = Object.assign(new Error('query failed'), {
      code: '23505',
      parameters: [VALUE],
      driverError,
      client: new Client(),
      query: 'insert',
    });
    const fields = { err: failed, reason: failed, list: [failed], client: new Client(), cause: new Error('outer', { cause: failed }) };
    log.error(fields, 'broke');
    expect(lines[0]).not.toMatch(/customer@|987654321|letmein|parameters|driverError/);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      err: { type: 'Error', message: 'query failed', code: '23505', query: 'insert', stack: expect.stringContaining('log.test.ts') },
      reason: { message: 'query failed' },
      list: [{ message: 'query failed' }],
      client: '[Client]',
      cause: { message: 'outer', cause: { message: 'query failed' } },
    });
  });

  it('is written although what is logged has circles, getters that throw and no prototype', () => {
    const { log, lines } = recorded([]);
    const circle: Record<string, unknown> = { name: 'circle' };
    circle.self = circle;
    log.error(circle, 'circle');
    log.error(Object.assign(Object.create(null), { plain: 1 }), 'no prototype');
    log.error({ big: 10n, when: new Date(Number.NaN), f: () => 1, s: Symbol('s') }, 'odd');
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['circle', 'no prototype', 'odd']);
  });

  it('looks at no more of what is logged than it may hold', () => {
    const { log, lines } = recorded([]);
    let looks = 0;
    const list = new Proxy(
      Array.from({ length: 200_000 }, (_, n) => ({ n })),
      {
        get(target, key) {
          looks += 1;
          return Reflect.get(target, key);
        },
      },
    );
    log.error({ list }, 'huge');
    expect(lines).toHaveLength(1);
    expect(looks).toBeLessThan(200);
  });
});
