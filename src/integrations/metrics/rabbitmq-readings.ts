import { type Doubtful, doubtsOf } from '../../domain/signals/doubts.ts';
import { deadLetterQueues, heldConnections, lackingCopies, nodesOf, overviewOf, type Queue, queuesOf } from '../rabbitmq/looks.ts';
import type { RabbitmqSession } from '../rabbitmq/watched-rabbitmq.ts';
import { type Measured, optionalText, type ReadingKind, readingOf } from './reading-kind.ts';

const reading = readingOf<RabbitmqSession>();
const OF_QUEUE = 'of the queue of this name (in whichever virtual host), else of all; no value when there is no such queue';

/** What a signal may ask of the watched RabbitMQ, one entry each. */
export const RABBITMQ_READINGS: readonly ReadingKind<RabbitmqSession>[] = [
  reading({
    name: 'messages',
    arguments: { queue: optionalText },
    unit: 'messages',
    doc: `Messages that wait or are being worked on, ${OF_QUEUE}.`,
    read: (session, { queue }) =>
      summed(
        session,
        queue,
        ({ messages }) => messages,
        (all) => all.messages,
      ),
  }),
  reading({
    name: 'messages_ready',
    arguments: { queue: optionalText },
    unit: 'messages',
    doc: `Messages that wait for a consumer, ${OF_QUEUE}.`,
    read: (session, { queue }) =>
      summed(
        session,
        queue,
        ({ messages_ready: ready }) => ready,
        (all) => all.messages_ready,
      ),
  }),
  reading({
    name: 'messages_unacked',
    arguments: { queue: optionalText },
    unit: 'messages',
    doc: `Messages that consumers have and did not acknowledge yet, ${OF_QUEUE}.`,
    read: (session, { queue }) =>
      summed(
        session,
        queue,
        ({ messages_unacknowledged: held }) => held,
        (all) => all.messages_unacknowledged,
      ),
  }),
  reading({
    name: 'consumers',
    arguments: { queue: optionalText },
    unit: 'count',
    doc: `Consumers, ${OF_QUEUE}.`,
    read: async (session, { queue }) =>
      queue === undefined
        ? (await overviewOf(session)).object_totals?.consumers
        : await ofQueue(session, queue, ({ consumers }) => consumers),
  }),
  reading({
    name: 'publish_rate',
    arguments: { queue: optionalText },
    unit: 'per-second',
    doc: `Messages published, ${OF_QUEUE}; RabbitMQ's own rate of the last seconds.`,
    read: async (session, { queue }) =>
      queue === undefined
        ? ((await overviewOf(session)).message_stats?.publish_details?.rate ?? 0)
        : await ofQueue(session, queue, ({ message_stats: stats }) => stats?.publish_details?.rate ?? 0),
  }),
  reading({
    name: 'deliver_rate',
    arguments: { queue: optionalText },
    unit: 'per-second',
    doc: `Messages handed to consumers, ${OF_QUEUE}; RabbitMQ's own rate of the last seconds.`,
    read: async (session, { queue }) =>
      queue === undefined
        ? ((await overviewOf(session)).message_stats?.deliver_get_details?.rate ?? 0)
        : await ofQueue(session, queue, ({ message_stats: stats }) => stats?.deliver_get_details?.rate ?? 0),
  }),
  reading({
    name: 'dead_letters',
    unit: 'messages',
    doc: 'Messages in queues to which others send what was refused or ran out of time; no value when there is no such queue.',
    read: async (session) => {
      const { queues, ...lacks } = await queuesOf(session);
      const dead = await deadLetterQueues(session, queues);
      return dead.length === 0 ? undefined : { value: sum(dead, ({ messages }) => messages), ...lacks };
    },
  }),
  reading({
    name: 'unsynchronised',
    unit: 'count',
    doc: 'Copies of queues that are behind or whose node is away.',
    read: async (session) => {
      const { queues, ...lacks } = await queuesOf(session);
      return { value: sum(queues, lackingCopies), ...lacks };
    },
  }),
  reading({
    name: 'connections',
    unit: 'count',
    doc: 'Open connections.',
    read: async (session) => (await overviewOf(session)).object_totals?.connections,
  }),
  reading({
    name: 'blocked_connections',
    unit: 'count',
    doc: 'Connections that may not publish now, since memory or disk run out or they are too fast.',
    read: async (session) => (await heldConnections(session)).length,
  }),
  reading({
    name: 'alarms',
    unit: 'count',
    doc: 'Alarms for memory and for disk, over all nodes: while there is one, nobody publishes.',
    read: async (session) =>
      sum(await nodesOf(session), ({ mem_alarm: memory, disk_free_alarm: disk }) => Number(memory ?? false) + Number(disk ?? false)),
  }),
  reading({
    name: 'memory_used',
    unit: 'ratio',
    doc: 'Memory as a share of the limit at which the alarm comes, of the node that is nearest to it.',
    read: async (session) => {
      const shares = (await nodesOf(session)).map(({ mem_used: used, mem_limit: most }) =>
        used === undefined || !most ? Number.NaN : used / most,
      );
      return largest(shares);
    },
  }),
  reading({
    name: 'nodes_down',
    unit: 'count',
    doc: 'Nodes of the cluster that do not run.',
    read: async (session) => (await nodesOf(session)).filter(({ running }) => !running).length,
  }),
];

type Totals = { messages?: number | undefined; messages_ready?: number | undefined; messages_unacknowledged?: number | undefined };

async function summed(
  session: RabbitmqSession,
  queue: string | undefined,
  of: (queue: Queue) => number | undefined,
  ofAll: (totals: Totals) => number | undefined,
): Promise<Measured> {
  if (queue !== undefined) return await ofQueue(session, queue, of);
  // A server without a single queue has no totals.
  return ofAll((await overviewOf(session)).queue_totals ?? {}) ?? 0;
}

async function ofQueue(session: RabbitmqSession, name: string, of: (queue: Queue) => number | undefined): Promise<Measured> {
  const { queues, ...lacks } = await queuesOf(session);
  const named = queues.filter((queue) => queue.name === name);
  return named.length === 0 ? undefined : { value: sum(named, of), ...(doubtsOf(lacks) as Doubtful) };
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number | undefined): number {
  return items.reduce((total, item) => total + (of(item) ?? 0), 0);
}

function largest(values: readonly number[]): number | undefined {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? undefined : Math.max(...known);
}
