import { PermanentError } from '../../../domain/errors.ts';
import { pick } from '../../../domain/language/pick.ts';
import type { Dial, DialState, DialValue } from '../../../domain/mitigation/targets.ts';
import { worded } from '../../../languages/worded.ts';
import type { Mark } from '../../kafka/changes.ts';
import { findGroup } from '../../kafka/groups.ts';
import type { KafkaControl } from '../../kafka/watched-kafka.ts';
import type { OnDemand } from '../../on-demand.ts';
import { shellWords } from '../command/shell-words.ts';
import { askKafka } from './kafka-words.ts';

/** `0:120,1:98`: the next offset that the group reads, by partition. */
const LIST = /^\d+:\d+(,\d+:\d+)*$/;
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/;

type Position = { kind: 'earliest' } | { kind: 'latest' } | { kind: 'time'; atMs: number } | { kind: 'list'; offsets: Map<number, number> };

/**
 * Where a group goes on reading a topic. It is read as a list (`0:120,1:98`; null: it has committed nothing there) and set to one, `latest`, `earliest` or an ISO time.
 * Only for a group without members, as Kafka has it. With what is committed stands who did it, so that a second try knows of the first.
 */
export function groupOffsets(connection: OnDemand<KafkaControl>, { group, topic }: { group: string; topic: string }): Dial {
  const where = `offsets of the Kafka group ${group} in ${topic}`;
  return {
    where,
    read: ({ timeoutMs }) =>
      askKafka(
        connection,
        async (session) => {
          const ends = await endsOf(session, topic);
          const [found, marks] = await Promise.all([findGroup(session, group), session.marks(group, topic)]);
          if (!found && marks.size === 0) throw noGroup(group);
          const begins = await session.offsetsAt(topic, 'earliest');
          // What was thrown away before it was read cannot be read any more.
          const behind = (partition: number, offset: number) =>
            (ends.get(partition) ?? offset) - Math.max(offset, begins.get(partition) ?? 0);
          const lag = [...marks].reduce((sum, [partition, { offset }]) => sum + Math.max(0, behind(partition, offset)), 0);
          return { value: listOf(marks), facts: { lag, members: found?.members.length ?? 0, partitions: ends.size } };
        },
        timeoutMs,
      ),
    rehearse: (change, { timeoutMs }) =>
      askKafka(
        connection,
        async (session) => {
          const [, marks] = [await target(session, topic, change.to), await session.marks(group, topic)];
          if (marks.size === 0 && !(await findGroup(session, group))) throw noGroup(group);
          refuseChanged(where, marks, change);
          await refuseMembers(session, group, 'invalid');
        },
        timeoutMs,
      ),
    write: (change, { timeoutMs, ask }) =>
      askKafka(
        connection,
        async (session) => {
          const note = `bongsu ${change.key} ${change.to}`;
          const [offsets, marks] = [await target(session, topic, change.to), await session.marks(group, topic)];
          const done = [...offsets].every(([partition, offset]) => {
            const mark = marks.get(partition);
            return mark !== undefined && (mark.note === note || mark.offset === offset);
          });
          if (done) return;
          refuseChanged(where, marks, change);
          await refuseMembers(session, group, 'changed');
          await ask?.();
          await session.commit({ group, topic, offsets, note });
        },
        timeoutMs,
      ),
    byHand: (to) => byHand(to, group, topic),
  };
}

async function endsOf(session: KafkaControl, topic: string): Promise<Map<number, number>> {
  // Asking for the offsets of a topic that is not there could make it.
  if (!(await session.topics()).has(topic)) {
    throw new PermanentError(
      'not_found',
      worded(({ dataExecutors }) => dataExecutors.kafkaHasNoTopicOrDoesNotShowItTo(topic)),
    );
  }
  return await session.offsetsAt(topic, 'latest');
}

/** The offsets that are meant. What is no longer kept cannot be read again: then the first that is. */
async function target(session: KafkaControl, topic: string, to: DialValue): Promise<Map<number, number>> {
  const position = positionOf(to);
  const ends = await endsOf(session, topic);
  if (position.kind === 'latest') return ends;
  if (position.kind === 'time') return await session.offsetsAt(topic, position.atMs);
  const begins = await session.offsetsAt(topic, 'earliest');
  if (position.kind === 'earliest') return begins;
  return new Map(
    [...position.offsets].map(([partition, offset]) => {
      const end = ends.get(partition);
      if (end === undefined || offset > end) {
        const why =
          end === undefined
            ? worded(({ dataExecutors }) => dataExecutors.thereIsNoSuchPartition)
            : worded(({ dataExecutors }) => dataExecutors.itEndsAt(end));
        throw new PermanentError(
          'invalid',
          worded(({ dataExecutors }, language) => dataExecutors.cannotBeReadFromOffset(topic, partition, offset, pick(why, language))),
        );
      }
      return [partition, Math.max(offset, begins.get(partition) ?? 0)];
    }),
  );
}

function positionOf(to: DialValue): Position {
  const text = String(to);
  if (text === 'earliest' || text === 'latest') return { kind: text };
  if (LIST.test(text)) {
    const entries = text.split(',').map((entry) => entry.split(':').map(Number) as [number, number]);
    return { kind: 'list', offsets: new Map(entries) };
  }
  const atMs = TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(atMs)) return { kind: 'time', atMs };
  throw new PermanentError(
    'invalid',
    worded(({ dataExecutors }) => dataExecutors.isNoPlaceInATopic(text)),
  );
}

/** A place that is no list holds while nobody but Bongsu has committed since it was set. */
function refuseChanged(where: string, marks: ReadonlyMap<number, Mark>, { from: { value: from } }: { from: DialState }): void {
  const now = listOf(marks);
  if (now === from) return;
  const all = [...marks.values()];
  if (all.length > 0 && all.every(({ note }) => note.startsWith('bongsu ') && note.endsWith(` ${from}`))) return;
  throw new PermanentError(
    'changed',
    worded(({ dataExecutors }) => dataExecutors.areNotSetByNowNotNotSetSomebody(where, now, from)),
  );
}

async function refuseMembers(session: KafkaControl, group: string, code: 'changed' | 'invalid'): Promise<void> {
  const members = (await findGroup(session, group))?.members.length ?? 0;
  if (members === 0) return;
  throw new PermanentError(
    code,
    worded(({ dataExecutors }) => dataExecutors.groupHasMembersWhoWouldNotNoticeStop(group, members)),
  );
}

function listOf(marks: ReadonlyMap<number, Mark>): string | null {
  if (marks.size === 0) return null;
  return [...marks]
    .sort(([a], [b]) => a - b)
    .map(([partition, { offset }]) => `${partition}:${offset}`)
    .join(',');
}

function noGroup(group: string): PermanentError {
  return new PermanentError(
    'not_found',
    worded(({ dataExecutors }) => dataExecutors.kafkaHasNoGroupOrDoesNotShowItTo(group)),
  );
}

function byHand(to: DialValue, group: string, topic: string): string {
  const reset = (what: string, how: readonly string[]) =>
    `kafka-consumer-groups.sh --bootstrap-server "$KAFKA_BROKERS" ${shellWords(['--group', group, '--topic', what])} --reset-offsets ${shellWords(how)} --execute`;
  const text = String(to);
  if (text === 'latest' || text === 'earliest') return reset(topic, [`--to-${text}`]);
  if (!LIST.test(text)) {
    // It wants the milliseconds.
    const at = Date.parse(text);
    return reset(topic, ['--to-datetime', Number.isNaN(at) ? text : new Date(at).toISOString()]);
  }
  return text
    .split(',')
    .map((entry) => entry.split(':'))
    .map(([partition = '', offset = '']) => reset(`${topic}:${partition}`, ['--to-offset', offset]))
    .join(' && ');
}
