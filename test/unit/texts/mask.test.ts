import fc from 'fast-check';
import { ConfigError, loadConfig } from '../../../src/config.ts';
import { createMask } from '../../../src/integrations/mask.ts';

describe('createMask', () => {
  it('does not blot out ordinary words', () => {
    const mask = createMask(['postgres://postgres:postgres@localhost/postgres', 'https://prometheus@localhost', 'abc']);
    expect(mask('postgres is ready, abc, prometheus')).toBe('postgres is ready, abc, prometheus');
  });

  it('hides any secret inside any JSON line', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 40 }), fc.string(), fc.string(), (secret, before, after) => {
        const masked = createMask([`tok-${secret}`])(JSON.stringify({ msg: `${before}tok-${secret}${after}` }));
        expect(masked).not.toContain(JSON.stringify(`tok-${secret}`).slice(1, -1));
        expect(masked).toContain('[secret]');
      }),
      {
        examples: [
          ['\\  %00 ', '', ''],
          ['a%41&amp;b', '', ''],
          ['\\u0041\\n%5c', '', ''],
          // What follows makes another escape of its end.
          ['\\   %0', '', '0'],
          ['\\ a&am', '', 'p;'],
          ['\\   41', '%', ''],
        ],
      },
    );
  });
});

type Way = (text: string) => string;

/** Each character, escaped or not as the coin says. */
const some =
  (escaped: (character: string) => string, coins: readonly boolean[]): Way =>
  (text) =>
    [...text].map((character, index) => (coins[index % coins.length] ? escaped(character) : character)).join('');
const percent = (character: string) => [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const unicode = (character: string) =>
  Array.from({ length: character.length }, (_, n) => `\\u${character.charCodeAt(n).toString(16).padStart(4, '0')}`).join('');

const WAYS: Record<string, Way> = {
  'as it is': (text) => text,
  json: (text) => JSON.stringify(text),
  'json as Go writes it': (text) => JSON.stringify(text).replace(/[<>&]/g, unicode),
  'json in json': (text) => JSON.stringify({ body: JSON.stringify({ text }) }),
  'percent-encoded': encodeURIComponent,
  'percent-encoded in small letters': (text) =>
    encodeURIComponent(text)
      .toLowerCase()
      .replace(
        encodeURIComponent(text).toLowerCase(),
        encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
      ),
  'percent-encoded, every character': some(percent, [true]),
  'percent-encoded, some characters': some(percent, [true, false, false]),
  'percent-encoded twice': (text) => encodeURIComponent(some(percent, [true, false])(text)),
  'with unicode escapes': some(unicode, [true]),
  'with some unicode escapes': some(unicode, [false, true]),
  'as a form': (text) => new URLSearchParams({ text }).toString().replaceAll('+', '%20'),
  html: (text) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 without padding': (text) => Buffer.from(text).toString('base64').replaceAll('=', ''),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  'base64 behind a user': (text) => Buffer.from(`user:${text}`).toString('base64'),
  'base64 in the middle of something': (text) => Buffer.from(`{"a":"b","${text}":1}`).toString('base64'),
  'base64 in an address': (text) => encodeURIComponent(Buffer.from(`x${text}`).toString('base64')),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
  'hexadecimal in capitals': (text) => Buffer.from(`ab${text}`).toString('hex').toUpperCase(),
  'in an address': (text) => `https://hooks.example.com/${encodeURIComponent(text)}/send?again=1`,
};

describe('met-K20: a secret is hidden', () => {
  it.each(Object.entries(WAYS))('%s', (_, way) => {
    const secret = fc.string({ unit: 'grapheme', minLength: 6, maxLength: 60 }).filter((text) => !/^[a-z]{2,20}\s|:\/\//i.test(text));
    fc.assert(
      fc.property(secret, fc.string({ unit: 'grapheme-ascii' }), fc.string({ unit: 'grapheme-ascii' }), (text, before, after) => {
        const shown = createMask([text, 'another-secret-of-ours'])(`${before} ${way(text)} ${after}`);
        expect(shown).toContain('[secret]');
        // What is left of it on either side of its own characters: no more than a character of base64 tells.
        for (const form of [text, way(text)]) if (form.length > 12) expect(shown).not.toContain(form);
      }),
    );
  });

  it('when it is a part of a variable: the credentials of a header, the password or a parameter of an address, in what is made of them', () => {
    const header = `Basic ${Buffer.from('monitor:hunter2hunter2').toString('base64')}`;
    const mask = createMask([
      header,
      'Bearer eyJhbGciOi.token.0123456789',
      'postgres://app:p%40ss%2Fword!@db:5432/app',
      'redis://:r3d1s-pa55word@cache:6379',
      'https://prom.example.com/?token=q0w9e8r7t6',
      'https://a1b2c3d4e5f6a7b8@loki.example.com',
    ]);
    const said = [
      'hunter2hunter2',
      'monitor:hunter2hunter2',
      Buffer.from('monitor:hunter2hunter2').toString('base64url'),
      'eyJhbGciOi.token.0123456789',
      'p@ss/word!',
      'p%40ss%2Fword!',
      'p%40ss%2fword%21',
      JSON.stringify('p@ss/word!').replaceAll('/', '\\/'),
      Buffer.from('app:p@ss/word!').toString('base64'),
      'r3d1s-pa55word',
      'q0w9e8r7t6',
      'a1b2c3d4e5f6a7b8',
    ];
    for (const text of said) expect(mask(`< ${text} >`)).toMatch(/\[secret\]/);
    expect(mask('db:5432/app, prom.example.com, monitor')).toBe('db:5432/app, prom.example.com, monitor');
  });

  it('in any address, its slashes escaped or not, with a password that holds an @', () => {
    const mask = createMask([]);
    expect(mask('GET https://u:p@ss@h/a and https:\\/\\/u:p@h\\/b, amqp://tok@h')).toBe(
      'GET https://[secret]@h/a and https:\\/\\/[secret]@h\\/b, amqp://[secret]@h',
    );
    for (const text of ['https://medium.com/@user', 'see http://a b@c', '://x@y', 'a: //b@c']) expect(mask(text)).toBe(text);
  });
});

it('met-K20: the start refuses a secret that is too short to hide, with the variable and the reason', () => {
  const env = { SLACK_BOT_TOKEN: 'xoxb-1-abcdef', SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5' };
  const short = {
    ALERT_TOKEN: 'token',
    DATABASE_URL: 'postgres://app:pw123@db/app',
    PROMETHEUS_URL: 'https://:abc@prom.example.com',
    ACTUATOR_AUTHORIZATION: `Basic ${Buffer.from('monitoring:pw').toString('base64')}`,
    TWILIO_AUTH_TOKEN: 'short',
  };
  for (const [name, value] of Object.entries(short)) {
    const problems = problemsOf({ ...env, [name]: value });
    expect(problems).toContainEqual({
      name,
      found: expect.not.stringContaining(value),
      wanted: expect.stringContaining('at least 6 characters'),
    });
  }
  // Nothing in these is secret.
  loadConfig({
    ...env,
    DATABASE_URL: 'postgres://bongsu:bongsu@db/bongsu',
    REDIS_URL: 'redis://cache:6379',
    PROMETHEUS_URL: 'http://prom:9090',
  });
});

function problemsOf(env: NodeJS.ProcessEnv) {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}
