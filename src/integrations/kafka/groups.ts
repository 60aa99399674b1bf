import type { AssignerProtocol } from 'kafkajs';
import { PermanentError } from '../../domain/errors.ts';
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
  return new PermanentError('group_unseen', {
    en: `The group ${name} uses Kafka's newer consumer protocol (KIP-848), whose members Bongsu cannot see yet: only lag and rates can be asked of it; take its members from Prometheus, or set group.protocol=classic in its consumers.`,
    ko: `그룹 ${name}은(는) 새 consumer 프로토콜(KIP-848)을 써서 봉수가 아직 멤버를 볼 수 없습니다. lag과 처리율만 물을 수 있습니다. 멤버는 Prometheus에서 가져오거나 consumer에 group.protocol=classic을 설정해 주세요.`,
  });
}

function assignmentIn(assigner: typeof AssignerProtocol, bytes: Buffer): Map<string, number[]> {
  const decoded = bytes.length > 0 ? assigner.MemberAssignment.decode(bytes) : null;
  return new Map(Object.entries(decoded?.assignment ?? {}));
}
