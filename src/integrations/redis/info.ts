import type { Redis } from 'ioredis';

/** Numbers and words of one section of INFO by their names; those that this server does not tell are absent. */
export async function readInfo(
  redis: Redis,
  section: 'server' | 'clients' | 'memory' | 'stats' | 'replication' | 'cluster',
): Promise<Map<string, string>> {
  const text = await redis.info(section);
  return new Map([...text.matchAll(/^([a-z0-9_.-]+):(.*?)\r?$/gim)].map(([, name = '', value = '']) => [name, value]));
}

/** Undefined when it is not there or no number. */
export function numberIn(info: ReadonlyMap<string, string>, name: string): number | undefined {
  const value = info.get(name);
  return value === undefined || value === '' || Number.isNaN(Number(value)) ? undefined : Number(value);
}
