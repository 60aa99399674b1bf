import type { Inspection } from '../../domain/ports/inspectors.ts';
import { type Doubtful, doubtsOf } from '../../domain/signals/doubts.ts';
import { kafkaAccount } from '../kafka/account.ts';
import { findGroup, type Group } from '../kafka/groups.ts';
import { findLags, type PartitionLag, wholeOf } from '../kafka/lags.ts';
import { type KafkaSession, watchKafka } from '../kafka/watched-kafka.ts';
import { inspectorKind } from './inspector-kind.ts';
import { attempt, LINES_AT_MOST, line } from './lines.ts';

const GROUPS_AT_MOST = 20;
const NAMED_AT_MOST = 5;

export const kafkaInspector = inspectorKind({
  name: 'kafka',
  title: 'Kafka',
  account: kafkaAccount,
  create: (settings, { log }) => {
    const lease = watchKafka(settings, { log });
    return {
      inspect: ({ timeoutMs }) => lease.connection.use(inspect, timeoutMs),
      close: () => lease.close(),
    };
  },
});

interface Seen {
  name: string;
  /** Undefined: its members cannot be seen, or there are none. */
  group: Group | undefined;
  lags: readonly PartitionLag[];
  lag: number;
  lines: string[];
  /** What of its lag nobody knows. */
  lacks: Doubtful;
}

/** Every consumer group with its state and lag, the furthest behind first; and partitions that are not in order. */
async function inspect(session: KafkaSession): Promise<Inspection> {
  const [listed, topics] = await Promise.all([session.groups(), session.topics()]);
  const names = listed.filter(({ protocolType }) => protocolType === 'consumer' || protocolType === '').map(({ group }) => group);
  const seen = await Promise.all(names.slice(0, GROUPS_AT_MOST).map((name) => look(session, name)));
  const groups = seen.sort((one, other) => other.lag - one.lag);
  const all = [...topics.values()].flat();
  const sick = all.filter(({ inSync, replicas, leader }) => inSync < replicas || leader < 0).length;
  return {
    facts: [
      ...groups.map(({ name, group, lag }) => ({ name: `group ${name}`, value: `lag ${lag}, ${stateOf(group)}` })),
      ...(names.length > GROUPS_AT_MOST ? [{ name: 'groups not looked at', value: String(names.length - GROUPS_AT_MOST) }] : []),
      { name: 'partitions', value: `${all.length}, ${sick === 0 ? 'all copies in step' : `${sick} with copies behind or no leader`}` },
    ],
    lines: groups
      .flatMap(({ lines }) => lines)
      .slice(0, LINES_AT_MOST)
      .map(line),
    ...doubtsOf(
      names.length > GROUPS_AT_MOST ? { doubts: [{ code: 'some', of: 'groups', came: GROUPS_AT_MOST, all: names.length }] } : {},
      ...groups.map(({ lacks }) => lacks),
    ),
  };
}

async function look(session: KafkaSession, name: string): Promise<Seen> {
  const refusals: string[] = [];
  const said = (reason: string) => {
    refusals.push(reason);
    return undefined;
  };
  const [group, lags = []] = await Promise.all([
    attempt(findGroup(session, name), said),
    attempt(findLags(session, name, undefined), said),
  ]);
  const lag = lags.reduce((sum, one) => sum + (one.lag ?? 0), 0);
  const leaderless = lags.filter(({ end }) => end === undefined);
  const lacks = leaderless.length === lags.length ? allLacking(lags) : wholeOf(lags);
  return { name, group, lags, lag, lines: [...linesOf(name, group, lags, lag), ...new Set(refusals)], lacks };
}

/** Of a group whose partitions all lack a leader nothing is known. */
function allLacking(lags: readonly PartitionLag[]): Doubtful {
  return lags.length === 0 ? {} : { doubts: [{ code: 'some', of: 'partitions', came: 0, all: lags.length }] };
}

function stateOf(group: Group | undefined): string {
  if (!group) return 'members not seen';
  return `${group.rebalancing ? 'rebalancing' : group.state.toLowerCase()}, members ${group.members.length}`;
}

function linesOf(name: string, group: Group | undefined, lags: readonly PartitionLag[], lag: number): string[] {
  const read = new Set(
    group?.members.flatMap(({ partitions }) => [...partitions].flatMap(([topic, list]) => list.map((one) => `${topic}-${one}`))),
  );
  const behind = lags.filter((one) => (one.lag ?? 0) > 0).sort((one, other) => (other.lag ?? 0) - (one.lag ?? 0));
  const unread = group && !group.rebalancing ? behind.filter(({ topic, partition }) => !read.has(`${topic}-${partition}`)) : [];
  const idle = group && !group.rebalancing ? group.members.filter(({ partitions }) => [...partitions.values()].flat().length === 0) : [];
  const uncommitted = lags.filter(({ committed, start = 0, end = 0 }) => committed === undefined && end > start);
  const leaderless = lags.filter(({ end }) => end === undefined);
  return [
    ...(group?.rebalancing ? [`${name} is rebalancing: nobody reads until it is over`] : []),
    ...(unread.length > 0 ? [`${name}: nobody reads ${named(unread)}`] : []),
    ...(behind.length > 0 ? [`${name}: furthest behind ${behind.slice(0, NAMED_AT_MOST).map(shareOf(lag)).join(', ')}`] : []),
    ...(idle.length > 0
      ? [`${name}: ${idle.length} members have no partition (${[...new Set(idle.map(({ host }) => host))].join(', ')})`]
      : []),
    ...(leaderless.length > 0 ? [`${name}: nobody knows its lag in ${named(leaderless)}, which have no leader`] : []),
    ...(uncommitted.length > 0 ? [`${name} has committed nothing for ${named(uncommitted)}`] : []),
  ];
}

const shareOf = (all: number) => (one: PartitionLag) =>
  `${one.topic}-${one.partition} by ${one.lag} (${Math.round(((one.lag ?? 0) / all) * 100)} %)`;

function named(lags: readonly PartitionLag[]): string {
  const shown = lags.slice(0, NAMED_AT_MOST).map(({ topic, partition }) => `${topic}-${partition}`);
  return `${shown.join(', ')}${lags.length > NAMED_AT_MOST ? ` and ${lags.length - NAMED_AT_MOST} more` : ''}`;
}
