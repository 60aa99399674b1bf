import type { Redis } from 'ioredis';
import type { Doubt, Doubtful } from '../../domain/signals/doubts.ts';
import { numberIn, readInfo } from './info.ts';

/**
 * What this server as a whole lacks: a replica that is cut off from its primary tells of the past, and a node of a cluster tells of its own keys alone. Nothing
 * for a server that does not let us ask.
 */
export async function standingOf(redis: Redis): Promise<Doubtful> {
  const [replication, cluster] = await Promise.all([infoOr(redis, 'replication'), infoOr(redis, 'cluster')]);
  const doubts: Doubt[] = [];
  if (replication.get('role') === 'slave' && replication.get('master_link_status') === 'down') {
    const seconds = numberIn(replication, 'master_link_down_since_seconds');
    doubts.push({ code: 'cut-off', ...(seconds !== undefined && seconds >= 0 && { forMs: seconds * 1_000 }) });
  }
  if (cluster.get('cluster_enabled') === '1') {
    const nodes = await clusterSize(redis);
    if (nodes === undefined) doubts.push({ code: 'partial', words: ['cluster_enabled:1'] });
    else if (nodes > 1) doubts.push({ code: 'some', of: 'nodes', came: 1, all: nodes });
  }
  return doubts.length === 0 ? {} : { doubts };
}

async function infoOr(redis: Redis, section: 'replication' | 'cluster'): Promise<Map<string, string>> {
  return await readInfo(redis, section).catch(() => new Map<string, string>());
}

/** Nodes that keep keys; undefined when that may not be asked. */
async function clusterSize(redis: Redis): Promise<number | undefined> {
  const text = await (redis.call('CLUSTER', 'INFO') as Promise<unknown>).catch(() => '');
  const size = /^cluster_size:(\d{1,6})/m.exec(String(text).slice(0, 10_000))?.[1];
  return size === undefined ? undefined : Number(size);
}
