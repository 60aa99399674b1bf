import fc from 'fast-check';
import { TransientError } from '../../src/domain/errors.ts';
import { createLog } from '../../src/integrations/log.ts';
import { createMask } from '../../src/integrations/mask.ts';

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

describe('createMask', () => {
  it('does not blot out ordinary words', () => {
    const mask = createMask(['postgres://postgres:postgres@localhost/postgres', 'abc']);
    expect(mask('postgres is ready, abc')).toBe('postgres is ready, abc');
  });

  it('hides any secret inside any JSON line', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 40 }), fc.string(), fc.string(), (secret, before, after) => {
        const masked = createMask([`tok-${secret}`])(JSON.stringify({ msg: `${before}tok-${secret}${after}` }));
        expect(masked).not.toContain(JSON.stringify(`tok-${secret}`).slice(1, -1));
        expect(masked).toContain('[secret]');
      }),
    );
  });
});
