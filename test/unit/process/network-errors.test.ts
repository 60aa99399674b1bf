import { networkError } from '../../../src/integrations/network-errors.ts';

const hide = (text: string) => text.replaceAll('hunter22', '[secret]');
const failed = (fields: object) => networkError('It', Object.assign(new Error('failed with hunter22'), fields), hide);

it.each([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])('%s is for good, and says what to set', (code) => {
  expect(failed({ code })).toMatchObject({
    name: 'PermanentError',
    code: 'untrusted',
    message: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
  });
});

it('a refused or cut connection may come back; several addresses count as one', () => {
  expect(failed({ code: 'ECONNREFUSED' })).toMatchObject({ name: 'TransientError', message: expect.stringContaining('(ECONNREFUSED)') });
  expect(failed({ errors: [{ code: 'ECONNRESET' }] })).toMatchObject({
    name: 'TransientError',
    message: expect.stringContaining('(ECONNRESET)'),
  });
});

it('what has no code shows its text without secrets', () => {
  expect(failed({}).message).toBe('It could not be reached, or the connection was cut (failed with [secret]).');
});
