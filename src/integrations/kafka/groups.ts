import type { AssignerProtocol } from 'kafkajs';
import { PermanentError } from '../../domain/errors.ts';
import { worded } from '../../languages/worded.ts';
import { kafkajsPart } from './kafkajs-answers.ts';
import type { KafkaSession } from './watched-kafka.ts';

export interface GroupMember {
  client: string;
  host: string;
  /** What it reads, by topic; empty while the group shares out its partitions. */
  partitions: ReadonlyMap<string, readonly number[]>;
}

export interface Group {
  /** Kafka's word: `Stable`, `Empty`, `PreparingRebalance`, `CompletingRebalance`. */
  state: string;
  rebalancing: boolean;
  members: readonly GroupMember[];
}

/**
 * A consumer group; undefined when there is none of that name. A group of the newer protocol (KIP-848) is listed by the brokers, but looks
 * dead to a client that does not speak it, as kafkajs does not: PermanentError `group_unseen`.
 */
export async function findGroup(session: KafkaSession, name: string): Promise<Group | undefined> {
  const { groups } = await session.describe(name);
  const [group] = groups;
  if (!group) return undefined;
  if (group.state === 'Dead') {
    if (await isListed(session, name)) throw unseen(name);
    return undefined;
  }
  const consumers = group.protocolType === 'consumer';
  const { AssignerProtocol: assigner } = await kafkajsPart.load();
  return {
    state: group.state,
    rebalancing: group.state === 'PreparingRebalance' || group.state === 'CompletingRebalance',
    members: group.members.map(({ clientId, clientHost, memberAssignment }) => ({
      client: clientId,
      host: clientHost.replace(/^\//, ''),
      partitions: consumers ? assignmentIn(assigner, memberAssignment) : new Map(),
    })),
  };
}

export async function isListed(session: KafkaSession, name: string): Promise<boolean> {
  return (await session.groups()).some(({ group }) => group === name);
}

export function unseen(name: string): PermanentError {
  return new PermanentError(
    'group_unseen',
    worded(({ watched }) => watched.groupUsesKafkasNewerConsumerProtocol(name)),
  );
}

function assignmentIn(assigner: typeof AssignerProtocol, bytes: Buffer): Map<string, number[]> {
  const decoded = bytes.length > 0 ? assigner.MemberAssignment.decode(bytes) : null;
  return new Map(Object.entries(decoded?.assignment ?? {}));
}
