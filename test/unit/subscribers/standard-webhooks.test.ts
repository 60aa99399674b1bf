import fc from 'fast-check';
import { isPrivateAddress } from '../../../src/integrations/webhooks/private-address.ts';
import { isSecret, isSigned, newSecret, signatureOf } from '../../../src/integrations/webhooks/standard-webhooks.ts';

/** The test vector of the specification's own libraries. */
const VECTOR = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const THEN = new Date(VECTOR.timestamp * 1_000);

describe('a signature', () => {
  const shown = { id: VECTOR.id, timestamp: String(VECTOR.timestamp), signatures: VECTOR.signature, body: VECTOR.body, now: THEN };

  it('is that of the specification', () => {
    expect(signatureOf(VECTOR.secret, VECTOR)).toBe(VECTOR.signature);
    expect(isSigned(VECTOR.secret, shown)).toBe(true);
    expect(isSigned(VECTOR.secret, { ...shown, signatures: `v1,AAAA v2,x ${VECTOR.signature}` })).toBe(true);
  });

  it('fits nothing else: another body, id, time or secret, or none', () => {
    for (const change of [
      { body: '{"test": 2432232315}' },
      { id: 'msg_other' },
      { timestamp: '1614265331' },
      { signatures: '' },
      { timestamp: 'x' },
    ])
      expect(isSigned(VECTOR.secret, { ...shown, ...change })).toBe(false);
    expect(isSigned(newSecret(), shown)).toBe(false);
  });

  it('is too old, or too new, after five minutes', () => {
    for (const [seconds, fits] of [
      [299, true],
      [-299, true],
      [301, false],
      [-301, false],
    ] as const)
      expect(isSigned(VECTOR.secret, { ...shown, now: new Date(THEN.getTime() + seconds * 1_000) })).toBe(fits);
  });

  it('is made with secrets as the specification has them', () => {
    expect(isSecret(VECTOR.secret)).toBe(true);
    expect(isSecret(newSecret())).toBe(true);
    expect(newSecret()).not.toBe(newSecret());
    for (const wrong of ['', 'whsec_', 'whsec_c2hvcnQ=', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', `whsec_${'A'.repeat(200)}`])
      expect(isSecret(wrong)).toBe(false);
  });
});

describe('an address', () => {
  it.each([
    '127.0.0.1',
    '10.9.8.7',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
  ])('such as %s is none of the internet', (address) => expect(isPrivateAddress(address)).toBe(true));
  it.each([
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '::ffff:10.0.0.1',
    '::ffff:a00:1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'not an address',
    '',
  ])('such as %s is none either', (address) => expect(isPrivateAddress(address)).toBe(true));
  it.each(['8.8.8.8', '172.32.0.1', '192.169.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('such as %s is', (address) =>
    expect(isPrivateAddress(address)).toBe(false),
  );

  it('of a private network is found whichever it is', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.constantFrom('10', '127'), byte, byte, byte, (first, ...rest) => isPrivateAddress([first, ...rest].join('.'))),
    );
  });
});
