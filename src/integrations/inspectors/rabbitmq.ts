import type { Inspection } from '../../domain/ports/inspectors.ts';
import { doubtsOf } from '../../domain/signals/doubts.ts';
import { watchedRabbitmqAccount } from '../rabbitmq/account.ts';
import {
  deadLetterQueues,
  type Held,
  heldConnections,
  lackingCopies,
  type Node,
  nodesOf,
  overviewOf,
  type Queue,
  queuesOf,
} from '../rabbitmq/looks.ts';
import { type RabbitmqSession, watchRabbitmq } from '../rabbitmq/watched-rabbitmq.ts';
import { inspectorKind } from './inspector-kind.ts';
import { attempt, LINES_AT_MOST, line } from './lines.ts';

const EACH = 5;

export const rabbitmqInspector = inspectorKind({
  name: 'rabbitmq',
  title: 'RabbitMQ',
  account: watchedRabbitmqAccount,
  create: (settings, { log }) => {
    const lease = watchRabbitmq(settings, { log });
    return {
      inspect: ({ timeoutMs }) => lease.connection.use(inspect, timeoutMs),
      close: () => lease.close(),
    };
  },
});

/** Alarms and nodes that are down, who may not publish, the fullest queues and what nobody consumes, dead letters, and copies that are behind. */
async function inspect(session: RabbitmqSession): Promise<Inspection> {
  const [overview, nodes, { queues, ...lacks }, held] = await Promise.all([
    overviewOf(session),
    nodesOf(session),
    queuesOf(session),
    attempt<Held[] | string>(heldConnections(session), String),
  ]);
  const dead = await attempt<Queue[] | string>(deadLetterQueues(session, queues), String);
  const { queue_totals: totals = {}, object_totals: objects = {}, message_stats: stats } = overview;
  return {
    facts: [
      { name: 'messages', value: `${totals.messages_ready ?? 0} ready, ${totals.messages_unacknowledged ?? 0} unacknowledged` },
      { name: 'queues', value: `${objects.queues ?? queues.length}, consumers ${objects.consumers ?? '?'}` },
      {
        name: 'rates',
        value: `${perSecond(stats?.publish_details?.rate)} published, ${perSecond(stats?.deliver_get_details?.rate)} delivered`,
      },
      { name: 'connections', value: `${objects.connections ?? '?'}${typeof held === 'string' ? '' : `, ${held.length} held up`}` },
      { name: 'nodes', value: `${nodes.filter(({ running }) => running).length} of ${nodes.length} run` },
      ...(typeof dead === 'string' || dead.length === 0
        ? []
        : [{ name: 'dead letters', value: String(dead.reduce((sum, queue) => sum + (queue.messages ?? 0), 0)) }]),
      ...(typeof held === 'string' ? [{ name: 'held up', value: held }] : []),
      ...(typeof dead === 'string' ? [{ name: 'dead letters', value: dead }] : []),
    ],
    lines: [
      ...nodes.flatMap(nodeLines),
      ...(typeof held === 'string' ? [] : heldLines(held)),
      ...queueLines(queues, typeof dead === 'string' ? [] : dead),
      ...queues
        .filter((queue) => lackingCopies(queue) > 0)
        .slice(0, EACH)
        .map((queue) => `${queue.name}: ${lackingCopies(queue)} copies behind or away`),
    ]
      .slice(0, LINES_AT_MOST)
      .map(line),
    ...doubtsOf(lacks),
  };
}

function nodeLines({ name, running, mem_alarm: memory, disk_free_alarm: disk, partitions = [], ...node }: Node): string[] {
  if (!running) return [`node ${name} does not run`];
  return [
    ...(memory ? [`node ${name}: alarm for memory, ${gigabytes(node.mem_used)} of ${gigabytes(node.mem_limit)}: nobody may publish`] : []),
    ...(disk
      ? [
          `node ${name}: alarm for disk, ${gigabytes(node.disk_free)} left and ${gigabytes(node.disk_free_limit)} wanted: nobody may publish`,
        ]
      : []),
    ...(partitions.length > 0 ? [`node ${name} is cut off from ${partitions.join(', ')}`] : []),
  ];
}

function heldLines(held: readonly Held[]): string[] {
  const by = new Map<string, number>();
  for (const { user = 'somebody', state = 'blocked' } of held) by.set(`${user} (${state})`, (by.get(`${user} (${state})`) ?? 0) + 1);
  return [...by].slice(0, EACH).map(([who, count]) => `${count} connections of ${who} are held up`);
}

function queueLines(queues: readonly Queue[], dead: readonly Queue[]): string[] {
  const full = queues.filter(({ messages = 0 }) => messages > 0).sort((one, other) => (other.messages ?? 0) - (one.messages ?? 0));
  const living = full.filter((queue) => !dead.includes(queue));
  const unread = living.filter(({ consumers = 0 }) => consumers === 0);
  return [
    ...unread.slice(0, EACH).map(({ name, messages }) => `${name}: nobody consumes it, ${messages} messages wait`),
    ...living
      .filter((queue) => !unread.includes(queue))
      .slice(0, EACH)
      .map(queueLine),
    ...dead
      .filter(({ messages = 0 }) => messages > 0)
      .slice(0, EACH)
      .map(({ name, messages }) => `${name}: ${messages} dead letters`),
    ...queues
      .filter(({ state = 'running' }) => state !== 'running' && state !== 'idle')
      .slice(0, EACH)
      .map(({ name, state }) => `${name} is ${state}`),
  ];
}

function queueLine({
  name,
  messages_ready: ready = 0,
  messages_unacknowledged: held = 0,
  consumers = 0,
  message_stats: stats,
}: Queue): string {
  const [into, out] = [stats?.publish_details?.rate, stats?.deliver_get_details?.rate];
  return `${name}: ${ready} ready, ${held} unacknowledged, consumers ${consumers}, ${perSecond(into)} in, ${perSecond(out)} out`;
}

function perSecond(rate = 0): string {
  return `${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`;
}

function gigabytes(bytes: number | undefined): string {
  return bytes === undefined ? '?' : `${(bytes / 1e9).toFixed(1)} GB`;
}
