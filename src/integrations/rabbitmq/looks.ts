import { z } from 'zod';
import { PermanentError } from '../../domain/errors.ts';
import { type Doubtful, doubtsOf } from '../../domain/signals/doubts.ts';
import { worded } from '../../languages/worded.ts';
import type { RabbitmqSession } from './watched-rabbitmq.ts';

/** What is looked at in more than one place. Numbers that RabbitMQ does not give, such as rates of a queue that nobody used yet, are 0; those of a server without statistics are absent. */

/** More is refused. */
const PAGE_AT_MOST = 500;

const rate = z.object({ rate: z.number() }).optional();
const queueShape = z.object({
  name: z.string(),
  vhost: z.string(),
  state: z.string().optional(),
  messages: z.number().optional(),
  messages_ready: z.number().optional(),
  messages_unacknowledged: z.number().optional(),
  consumers: z.number().optional(),
  arguments: z.record(z.string(), z.unknown()).optional(),
  effective_policy_definition: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]).nullish(),
  message_stats: z.object({ publish_details: rate, deliver_get_details: rate }).optional(),
  /** Of a mirrored queue (until RabbitMQ 4). */
  slave_nodes: z.array(z.string()).optional(),
  synchronised_slave_nodes: z.array(z.string()).optional(),
  /** Of a quorum queue. */
  members: z.array(z.string()).optional(),
  online: z.array(z.string()).optional(),
});
export type Queue = z.output<typeof queueShape>;
const COLUMNS = Object.keys(queueShape.shape).join(',');

const pageOf = <Shape extends z.ZodType>(shape: Shape) => z.object({ items: z.array(shape), total_count: z.number() });

/** The queues with the most messages first; a doubt says when there are more than are looked at. */
export async function queuesOf(session: RabbitmqSession): Promise<{ queues: Queue[] } & Doubtful> {
  const { items: queues, total_count: all } = parsed(
    pageOf(queueShape),
    await session.get('/queues', {
      page: '1',
      page_size: String(PAGE_AT_MOST),
      pagination: 'true',
      columns: COLUMNS,
      sort: 'messages',
      sort_reverse: 'true',
    }),
  );
  return { queues, ...(all > queues.length ? doubtsOf({ doubts: [{ code: 'some', of: 'queues', came: queues.length, all }] }) : {}) };
}

const nodeShape = z.object({
  name: z.string(),
  running: z.boolean(),
  mem_used: z.number().optional(),
  mem_limit: z.number().optional(),
  mem_alarm: z.boolean().optional(),
  disk_free: z.number().optional(),
  disk_free_limit: z.number().optional(),
  disk_free_alarm: z.boolean().optional(),
  partitions: z.array(z.string()).optional(),
});
export type Node = z.output<typeof nodeShape>;

export async function nodesOf(session: RabbitmqSession): Promise<Node[]> {
  return parsed(z.array(nodeShape), await session.get('/nodes'));
}

const totals = z.object({ messages: z.number(), messages_ready: z.number(), messages_unacknowledged: z.number() }).partial();
const overviewShape = z.object({
  rabbitmq_version: z.string(),
  cluster_name: z.string().optional(),
  queue_totals: totals.optional(),
  object_totals: z.object({ connections: z.number(), queues: z.number(), consumers: z.number() }).partial().optional(),
  message_stats: z.object({ publish_details: rate, deliver_get_details: rate }).optional(),
});
export type Overview = z.output<typeof overviewShape>;

export async function overviewOf(session: RabbitmqSession): Promise<Overview> {
  return parsed(overviewShape, await session.get('/overview'));
}

const connectionShape = z.object({ name: z.string().optional(), user: z.string().optional(), state: z.string().optional() });
export type Held = z.output<typeof connectionShape>;

/** Connections that may not publish now, because memory or disk run out (`blocked`; `blocking`: they will not, once they try), or that publish too fast (`flow`). */
export async function heldConnections(session: RabbitmqSession): Promise<Held[]> {
  const { items } = parsed(
    pageOf(connectionShape),
    await session.get('/connections', {
      page: '1',
      page_size: String(PAGE_AT_MOST),
      pagination: 'true',
      columns: 'name,user,state',
      sort: 'state',
    }),
  );
  return items.filter(({ state }) => state === 'blocked' || state === 'blocking' || state === 'flow');
}

const bindingShape = z.object({
  source: z.string(),
  vhost: z.string(),
  destination: z.string(),
  destination_type: z.string(),
  routing_key: z.string(),
});

/** Queues into which others put what was refused or ran out of time: by their arguments or policies. */
export async function deadLetterQueues(session: RabbitmqSession, queues: readonly Queue[]): Promise<Queue[]> {
  const targets = queues.flatMap(deadLetterTarget);
  if (targets.length === 0) return [];
  const bindings = parsed(z.array(bindingShape), await session.get('/bindings'));
  const bound = ({ vhost, name }: Queue) =>
    targets.some((target) =>
      bindings.some(
        (binding) =>
          binding.vhost === target.vhost &&
          binding.vhost === vhost &&
          binding.source === target.exchange &&
          binding.destination_type === 'queue' &&
          binding.destination === name &&
          // The default exchange is bound to every queue by its name.
          (target.exchange !== '' || binding.routing_key === target.key),
      ),
    );
  return queues.filter(bound);
}

function deadLetterTarget({
  vhost,
  name,
  arguments: given = {},
  effective_policy_definition: policy,
}: Queue): { vhost: string; exchange: string; key: string }[] {
  const byPolicy = policy && !Array.isArray(policy) ? policy : {};
  const exchange = given['x-dead-letter-exchange'] ?? byPolicy['dead-letter-exchange'];
  if (typeof exchange !== 'string') return [];
  return [{ vhost, exchange, key: String(given['x-dead-letter-routing-key'] ?? byPolicy['dead-letter-routing-key'] ?? name) }];
}

/** Copies of a queue that are behind or away. */
export function lackingCopies({
  slave_nodes: mirrors = [],
  synchronised_slave_nodes: inStep = [],
  members = [],
  online = members,
}: Queue): number {
  return Math.max(0, mirrors.length - inStep.length) + Math.max(0, members.length - online.length);
}

function parsed<Shape extends z.ZodType>(shape: Shape, json: unknown): z.output<Shape> {
  const found = shape.safeParse(json);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  throw new PermanentError(
    'invalid',
    worded(({ watched }) => watched.rabbitMQAnswersInAWayThatIsNot(issue?.path.join('.'))),
  );
}
