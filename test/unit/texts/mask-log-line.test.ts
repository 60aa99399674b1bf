import fc from 'fast-check';
import { maskLogLine } from '../../../src/domain/masking/mask-log-line.ts';
import { testSeed } from '../../support/examples/seed.ts';

fc.configureGlobal({ seed: testSeed() });

it.each([
  ['a password', 'login failed password=hunter22 for u17', 'hunter22'],
  ['one with a colon', 'db_password: s3cr3t!', 's3cr3t!'],
  ['one in JSON', '{"user":"kim","dbPassword":"a b \' c","n":1}', "a b ' c"],
  ['one in a query', 'GET /login?user=kim&api_key=abcdef123&x=1', 'abcdef123'],
  ['a header', 'Authorization: Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
  ['a header of another kind', 'authorization=ApiKey-0815', 'ApiKey-0815'],
  ['a header in JSON', '{"headers":{"authorization":"Bearer abc.def"}}', 'abc.def'],
  ['a bearer anywhere', 'upstream said 401 to bearer 0123456789abcdef', '0123456789abcdef'],
  ['a key header', 'X-Api-Key: 9f8e7d6c', '9f8e7d6c'],
  ['a cookie', 'Cookie: JSESSIONID=ABC123; theme=dark', 'ABC123'],
  ['a token of a web session', 'jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln rejected', 'eyJzdWIiOiIxIn0'],
  ['an address with a password', 'connect postgres://app:pa55word@db:5432/coupon', 'pa55word'],
  ['a key of AWS', 'using AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
  ['a token of Slack', 'posting with xoxb-123456789012-abcdef', 'xoxb-123456789012-abcdef'],
  ['a private key', '-----BEGIN RSA PRIVATE KEY----- MIIEow', 'MIIEow'],
  ['a mail address', 'sent to Kim.Minji+1@mail.example.co.kr', 'Kim.Minji'],
  ['a Korean mobile number', 'sms to 010-1234-5678 failed', '1234-5678'],
  ['one without dashes', 'sms to 01012345678 failed', '12345678'],
  ['an international number', 'call +82 10 1234 5678', '1234 5678'],
  ['a landline', 'callback 02-123-4567', '123-4567'],
  ['a resident registration number', 'user 900101-1234567', '1234567'],
  ['a card', 'charged 4111 1111 1111 1111 twice', '1111 1111'],
  ['a card without spaces', 'pan=5500005555555559', '5500005555555559'],
])('hides %s', (_, line, secret) => {
  expect(maskLogLine(line)).not.toContain(secret);
  expect(maskLogLine(line)).toContain('[hidden]');
});

it.each([
  '2026-03-03T05:00:00.123Z ERROR [consumer-3] c.e.CouponIssuer - org.apache.kafka.common.errors.TimeoutException: 60000 ms',
  '2026-03-03 05:00:00.123 UTC [77] ERROR:  deadlock detected',
  'DETAIL:  Process 4242 waits for ShareLock on transaction 123456; blocked by process 4343.',
  'rebalance of coupon-requests-7, offset 1234567890123, lag 48211',
  'lock coupon:stock:17 not acquired after 2200 ms, attempt 3 of 3',
  'trace 4bf92f3577b34da6a3ce929d0e0e4736 span 00f067aa0ba902b7',
  'at com.example.Token.parse(Token.java:42)',
  'pinned 3 threads, passed 17 checks, author kim, sidecar ready',
  'order 1234567890123456 issued',
])('leaves what names the trouble: %s', (line) => {
  expect(maskLogLine(line)).toBe(line);
});

/** So long that a rule which looks at the rest of the line from every place in it takes minutes; a linear one takes some milliseconds. */
const LONG = 256_000;
const WITHIN_MS = 5_000;

it('met-T1: takes milliseconds for a line of a quarter of a megabyte, whatever is repeated in it', () => {
  const pieces = fc.constantFrom('password', '=', ': ', '"', 'a', '1', '-', ' ', '+82', '@', '.', 'eyJ', 'bearer ', '://', 'key', "'", '{');
  const fill = (piece: string) => piece.repeat(LONG / piece.length + 1).slice(0, LONG);
  fc.assert(
    fc.property(fc.array(pieces, { minLength: 1, maxLength: 20 }), (list) => {
      const line = fill(list.join(''));
      const before = process.cpuUsage();
      maskLogLine(line);
      const { user } = process.cpuUsage(before);
      expect(user / 1_000).toBeLessThan(WITHIN_MS);
    }),
    { numRuns: 60 },
  );
});
