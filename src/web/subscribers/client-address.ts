import { BlockList, isIP } from 'node:net';
import { addressOf } from '../alerts/sender.ts';

const NEAR = new BlockList();
for (const [address, prefix] of [
  ['10.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  NEAR.addSubnet(address, prefix, 'ipv4');
for (const [address, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  NEAR.addSubnet(address, prefix, 'ipv6');

/**
 * Where a request comes from, for counting. Behind a proxy of ours (a private address) it is the last that the proxies name and that is none of ours; what anybody else writes into the header counts for
 * nothing. All of an IPv6 network count as one, since one person has as many addresses as they like.
 */
export function clientAddress(peer: string, forwarded: string | string[] | undefined): string {
  const from = addressOf(peer);
  const named = [forwarded ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((one) => addressOf(one.trim().replace(/^\[|\]$/g, '')));
  const known = [...named.filter((one) => isIP(one) !== 0), from];
  const client = isNear(from) ? (known.findLast((one) => !isNear(one)) ?? from) : from;
  return isIP(client) === 6 ? networkOf(client) : client;
}

function isNear(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && NEAR.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

/** The /64 of an IPv6 address. */
function networkOf(address: string): string {
  const [head = '', tail] = address.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  return [...front, ...Array<string>(zeros).fill('0'), ...back].slice(0, 4).join(':');
}
