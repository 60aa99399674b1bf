import { clientAddress } from '../../../src/web/subscribers/client-address.ts';

describe('where a request comes from', () => {
  it.each([
    ['a reader who speaks with us', '203.0.113.7', undefined, '203.0.113.7'],
    ['a reader who names another', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['a reader behind our proxy', '10.0.0.2', '198.51.100.1', '198.51.100.1'],
    ['a reader behind our proxy who names another first', '::ffff:10.0.0.2', '192.0.2.99, 198.51.100.1', '198.51.100.1'],
    ['a reader behind two of our proxies', '127.0.0.1', '198.51.100.1, 10.0.0.9', '198.51.100.1'],
    ['somebody in our network', '10.0.0.2', undefined, '10.0.0.2'],
    ['words that are no address', '127.0.0.1', 'unknown, _hidden', '127.0.0.1'],
  ])('is that of %s', (_who, peer, forwarded, wanted) => {
    expect(clientAddress(peer, forwarded)).toBe(wanted);
  });

  it('is the network of an IPv6 address', () => {
    expect(clientAddress('2001:db8:1:2:3:4:5:6', undefined)).toBe(clientAddress('2001:db8:1:2::9', undefined));
    expect(clientAddress('2001:db8:1:3::9', undefined)).not.toBe(clientAddress('2001:db8:1:2::9', undefined));
  });
});
