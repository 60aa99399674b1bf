import { type Admin, type Consumer, Kafka, logLevel, type Producer } from 'kafkajs';
import type { MetricsSource, Sample } from '../../../src/domain/ports/metrics.ts';
import { Secret } from '../../../src/integrations/accounts/secret.ts';
import type { KafkaSettings } from '../../../src/integrations/kafka/kafka-settings.ts';
import { createKafkaMetrics } from '../../../src/integrations/metrics/kafka.ts';
import { KAFKA_READINGS } from '../../../src/integrations/metrics/kafka-readings.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { describeWith } from '../../support/run/services.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { startNewConsumer } from '../../support/servers/new-consumer.ts';
import { startTcpProxy } from '../../support/servers/tcp-proxy.ts';
import { keepsTheContract } from './source-contract.ts';

const WRONG = 'wrong-kafka-password';
const PARTITIONS = 3;

// The inner suite cleans up before the server stops.
describeWith('kafka', (getUrl, getServer) =>
  describe('the kafka source', () => {
    let kafka: Kafka;
    let admin: Admin;
    let producer: Producer;
    const consumers: Consumer[] = [];
    const sources: MetricsSource[] = [];
    let topics = 0;

    beforeAll(async () => {
      kafka = new Kafka({ brokers: getServer().brokers, logLevel: logLevel.NOTHING, retry: { retries: 20 } });
      admin = kafka.admin();
      producer = kafka.producer();
      await Promise.all([admin.connect(), producer.connect()]);
    });
    afterAll(async () => {
      await Promise.all([admin.disconnect(), producer.disconnect()]);
    });
    afterEach(async () => {
      await Promise.all(sources.splice(0).map((source) => source.close?.()));
      await Promise.all(consumers.splice(0).map((consumer) => consumer.disconnect()));
    });

    async function freshTopic(numPartitions = PARTITIONS): Promise<string> {
      topics += 1;
      const topic = `topic-${topics}`;
      await admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: false });
      // kafkajs's own wait for the leaders gives up when it comes too early, and a leader on paper may not know yet that it is one.
      await eventually('it has leaders', async () => {
        const ends = await admin.fetchTopicOffsets(topic).catch(() => []);
        return ends.length === numPartitions ? true : undefined;
      });
      return topic;
    }

    async function send(topic: string, counts: readonly number[]): Promise<void> {
      const messages = counts.flatMap((count, partition) =>
        Array.from({ length: count }, (_, index) => ({ partition, value: `${index}` })),
      );
      await producer.send({ topic, messages });
    }

    /** A group that has committed these offsets, by partition, and whose consumers are gone. */
    async function commit(group: string, topic: string, offsets: readonly string[]): Promise<void> {
      const consumer = await consume(group, topic);
      const joined = async () => (await admin.describeGroups([group])).groups[0]?.state === 'Stable';
      await eventually('it has joined', async () => ((await joined()) ? true : undefined));
      await consumer.commitOffsets(offsets.map((offset, partition) => ({ topic, partition, offset })));
      consumers.splice(consumers.indexOf(consumer), 1);
      await consumer.disconnect();
    }

    /** A group that has dealt with everything in the topic. */
    async function groupAtTheEnd(group: string, topic: string): Promise<void> {
      const ends = await admin.fetchTopicOffsets(topic);
      await commit(
        group,
        topic,
        ends.sort((one, other) => one.partition - other.partition).map(({ high }) => high),
      );
    }

    async function consume(group: string, topic: string, eachMessage: () => Promise<void> = async () => {}): Promise<Consumer> {
      const timing = { heartbeatInterval: 200, sessionTimeout: 20_000, rebalanceTimeout: 20_000, maxWaitTimeInMs: 100 };
      const consumer = kafka.consumer({ groupId: group, ...timing });
      consumers.push(consumer);
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await consumer.run({ eachMessage, autoCommit: false });
      return consumer;
    }

    function settings(): KafkaSettings {
      return { brokers: getUrl().split(','), ssl: false, sasl: undefined };
    }

    function watching(given = settings()): (query: string, at?: Date) => Promise<Sample | undefined> {
      const source = createKafkaMetrics(given, { log: silentLog });
      sources.push(source);
      return (query, at = new Date()) => source.instant({ query, at, timeoutMs: 15_000 });
    }

    describe('the contract', () => {
      let topic: string;
      beforeAll(async () => {
        topic = await freshTopic();
        await send(topic, [1, 1, 1]);
        await groupAtTheEnd('done', topic);
        const other = await freshTopic();
        await groupAtTheEnd('behind', other);
        changing = other;
      });
      let changing: string;

      keepsTheContract({
        variable: /KAFKA_USERNAME and KAFKA_PASSWORD/,
        server: () => ({ host: '127.0.0.1', port: getServer().wire.port }),
        wirePort: () => getServer().wire.advertised,
        create({ port, credentials }) {
          const { username, password } = getServer().wire;
          const sasl = { username, password: new Secret(credentials === 'right' ? password : WRONG) };
          return createKafkaMetrics({ brokers: [`127.0.0.1:${port}`], ssl: false, sasl }, { log: silentLog });
        },
        connections: 1,
        secrets: ['watching-kafka-password', WRONG],
        some: 'partitions(topic-1)',
        zero: 'lag(done)',
        none: 'lag(nobody)',
        bad: { query: 'lags(done)', says: /did you mean "lag"\? Possible: lag, / },
        change: { query: 'lag(behind)', before: 0, act: () => send(changing, [2, 3, 0]), after: 5 },
      });
    });

    describe('met-F1: the lag counts what is there to be read', () => {
      /** Throws away what stands before these offsets, as retention does. */
      const forget = (topic: string, offsets: readonly number[]) =>
        admin.deleteTopicRecords({ topic, partitions: offsets.map((offset, partition) => ({ partition, offset: String(offset) })) });

      it('from where the log starts, when the group stands before that', async () => {
        const topic = await freshTopic(1);
        await send(topic, [1_000]);
        await commit('fallen-behind', topic, ['100']);
        const ask = watching();
        expect(await ask(`lag(fallen-behind, ${topic})`)).toMatchObject({ value: 900 });
        await forget(topic, [950]);
        const lag = await ask(`lag(fallen-behind, ${topic})`);
        expect(lag).toMatchObject({ value: 50 });
        expect(lag?.doubts).toBeUndefined();
        expect(await ask(`max_partition_lag(fallen-behind, ${topic})`)).toMatchObject({ value: 50 });
        expect(await ask(`partition_lag(fallen-behind, ${topic}, 0)`)).toMatchObject({ value: 50 });
        // Then nothing is left.
        await forget(topic, [1_000]);
        expect(await ask(`lag(fallen-behind, ${topic})`)).toMatchObject({ value: 0 });
        expect(await ask(`lag(fallen-behind)`)).toMatchObject({ value: 0 });
      });

      it('is 0 in a topic that never held anything', async () => {
        const topic = await freshTopic(2);
        await groupAtTheEnd('early', topic);
        expect(await watching()(`lag(early, ${topic})`)).toMatchObject({ value: 0 });
      });

      it('is that of each group', async () => {
        const topic = await freshTopic(1);
        await send(topic, [500]);
        await commit('ahead', topic, ['490']);
        await commit('behind-the-start', topic, ['10']);
        await forget(topic, [400]);
        const ask = watching();
        expect(await ask(`lag(ahead, ${topic})`)).toMatchObject({ value: 10 });
        expect(await ask(`lag(behind-the-start, ${topic})`)).toMatchObject({ value: 100 });
        expect(await ask(`lag(nobody-at-all, ${topic})`)).toBeUndefined();
      });

      it('is a part where a partition that holds something was never committed, and whole where that one is empty', async () => {
        const topic = await freshTopic(3);
        await send(topic, [10, 5, 0]);
        await commit('half', topic, ['4']);
        const doubts = [{ code: 'some', of: 'partitions', came: 2, all: 3 }];
        const ask = watching();
        expect(await ask(`lag(half, ${topic})`)).toMatchObject({ value: 6, doubts });
        expect(await ask(`max_partition_lag(half, ${topic})`)).toMatchObject({ value: 6, doubts });
        await forget(topic, [0, 5, 0]);
        const whole = await ask(`lag(half, ${topic})`);
        expect(whole).toMatchObject({ value: 6 });
        expect(whole?.doubts).toBeUndefined();
      });
    });

    it('tells lag by group, topic and partition', async () => {
      const [one, two] = [await freshTopic(), await freshTopic()];
      await groupAtTheEnd('reader', one);
      await groupAtTheEnd('reader', two);
      await send(one, [5, 0, 1]);
      await send(two, [0, 2, 0]);
      const ask = watching();
      expect(await ask('lag(reader)')).toMatchObject({ value: 8 });
      expect(await ask(`lag(reader, ${one})`)).toMatchObject({ value: 6 });
      expect(await ask(`max_partition_lag(reader, ${one})`)).toMatchObject({ value: 5 });
      expect(await ask(`partition_lag(reader, ${one}, 2)`)).toMatchObject({ value: 1 });
      expect(await ask(`partition_lag(reader, ${one}, 9)`)).toBeUndefined();
      expect(await ask(`partitions(${one})`)).toMatchObject({ value: PARTITIONS });
    });

    it('tells consumers, the idle among them, and partitions that nobody reads', async () => {
      const topic = await freshTopic(2);
      const ask = watching();
      const reads = async () => (await admin.describeGroups(['crowd'])).groups[0]?.members.length;
      await consume('crowd', topic);
      await eventually('one has joined', async () => ((await ask(`idle_partitions(crowd, ${topic})`))?.value === 0 ? true : undefined));
      expect(await ask('members(crowd)')).toMatchObject({ value: 1 });
      expect(await ask('idle_members(crowd)')).toMatchObject({ value: 0 });
      await Promise.all([consume('crowd', topic), consume('crowd', topic)]);
      await eventually('one too many', async () => ((await ask('idle_members(crowd)'))?.value === 1 ? true : undefined));
      expect(await ask('members(crowd)')).toMatchObject({ value: await reads() });
      for (const consumer of consumers.splice(0)) await consumer.disconnect();
      await eventually('all have left', async () => ((await ask('members(crowd)'))?.value === 0 ? true : undefined));
      expect(await ask(`idle_partitions(crowd, ${topic})`)).toMatchObject({ value: 2 });
      expect(await ask('rebalancing(crowd)')).toMatchObject({ value: 0 });
    });

    it('sees a rebalance that a slow consumer holds up', async () => {
      const topic = await freshTopic(2);
      await send(topic, [1, 1]);
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      let reading = false;
      await consume('torn', topic, () => {
        reading = true;
        return held;
      });
      await eventually('it reads', () => (reading ? true : undefined));
      const ask = watching();
      expect(await ask('rebalancing(torn)')).toMatchObject({ value: 0 });
      const joins = consume('torn', topic);
      await eventually('it rebalances', async () => ((await ask('rebalancing(torn)'))?.value === 1 ? true : undefined));
      expect(await ask(`idle_partitions(torn, ${topic})`)).toBeUndefined();
      release();
      await joins;
      await eventually('it is over', async () => ((await ask('rebalancing(torn)'))?.value === 0 ? true : undefined));
    });

    it('says that it cannot see the members of a group of the newer protocol, and still tells its true lag', async () => {
      const topic = await freshTopic();
      await send(topic, [1, 1, 1]);
      const consumer = await startNewConsumer({ brokers: getUrl(), group: 'newer', topic });
      const ask = watching();
      for (const query of ['members(newer)', 'idle_members(newer)', `idle_partitions(newer, ${topic})`, 'rebalancing(newer)']) {
        await expect(ask(query)).rejects.toMatchObject({
          name: 'PermanentError',
          code: 'group_unseen',
          message: expect.stringMatching(/newer.*KIP-848/),
        });
      }
      // Until it has committed something, nothing can be told of it.
      const lag = async () => (await ask('lag(newer)').catch(() => undefined))?.value;
      await eventually('all is committed', async () => ((await lag()) === 0 ? true : undefined));
      await consumer.stop();
      await send(topic, [0, 4, 0]);
      expect(await ask('lag(newer)')).toMatchObject({ value: 4 });
    });

    it('does not take a group of the newer protocol that has committed nothing for none, nor for one without lag', async () => {
      const topic = await freshTopic();
      await send(topic, [1, 1, 1]);
      const consumer = await startNewConsumer({ brokers: getUrl(), group: 'newer-and-new', topic, commits: 'never' });
      const ask = watching();
      for (const query of ['lag(newer-and-new)', `lag(newer-and-new, ${topic})`, `consumed(newer-and-new, ${topic})`]) {
        await expect(ask(query)).rejects.toMatchObject({ name: 'PermanentError', code: 'group_unseen' });
      }
      await consumer.stop();
    });

    it('takes neither group nor topic for zero when there is none', async () => {
      const ask = watching();
      const topic = await freshTopic();
      for (const query of [
        'lag(nobody)',
        'members(nobody)',
        'rebalancing(nobody)',
        'partitions(nothing)',
        `idle_partitions(nobody, ${topic})`,
      ]) {
        expect([query, await ask(query)]).toEqual([query, undefined]);
      }
      expect(await admin.listTopics()).not.toContain('nothing');
    });

    it('says so when a group has committed more than there is, because its topic was made anew', async () => {
      const topic = await freshTopic(1);
      await send(topic, [5]);
      await commit('ahead', topic, ['9']);
      await expect(watching()(`lag(ahead, ${topic})`)).rejects.toMatchObject({
        name: 'PermanentError',
        code: 'beyond_end',
        message: expect.stringMatching(/committed offset 9 .* ends at 5/),
      });
    });

    it('tells what is written and what is dealt with in a second, from the second question on', async () => {
      const topic = await freshTopic();
      await groupAtTheEnd('worker', topic);
      const ask = watching();
      const at = Date.now();
      expect(await ask(`produced(${topic})`, new Date(at))).toBeUndefined();
      expect(await ask(`consumed(worker, ${topic})`, new Date(at))).toBeUndefined();
      await send(topic, [10, 10, 10]);
      expect(await ask(`produced(${topic})`, new Date(at + 10_000))).toMatchObject({ value: 3 });
      expect(await ask(`consumed(worker, ${topic})`, new Date(at + 10_000))).toMatchObject({ value: 0 });
      await groupAtTheEnd('worker', topic);
      expect(await ask(`consumed(worker, ${topic})`, new Date(at + 20_000))).toMatchObject({ value: 1.5 });
    });

    it('every reading can be asked, and gives a number or nothing', async () => {
      const topic = await freshTopic();
      await groupAtTheEnd('everything', topic);
      const ask = watching();
      for (const { name, usage } of KAFKA_READINGS) {
        const args = { group: 'everything', topic, partition: '0' };
        const given = [...usage.matchAll(/\b(group|topic|partition)\b(?=[,)=])/g)].map(([, key]) => args[key as keyof typeof args]);
        const sample = await ask(given.length > 0 ? `${name}(${given.join(', ')})` : name);
        expect([usage, Number.isFinite(sample?.value ?? 0)]).toEqual([usage, true]);
      }
    });

    it('says which right is missing', async () => {
      const topic = await freshTopic();
      await groupAtTheEnd('forbidden', topic);
      const { username, password, port, advertised } = getServer().wire;
      const proxy = await startTcpProxy({ host: '127.0.0.1', port }, advertised);
      // 3: a group; 3: its name as it stands; 8: to describe; 2: denied (Kafka's own numbers, as kafkajs has them).
      const acl = { principal: `User:${username}`, host: '*', operation: 8, permissionType: 2 };
      const rule = { ...acl, resourceType: 3, resourceName: 'forbidden', resourcePatternType: 3 };
      await admin.createAcls({ acl: [rule] });
      const ask = watching({ brokers: [`127.0.0.1:${advertised}`], ssl: false, sasl: { username, password: new Secret(password) } });
      let said: unknown;
      const denied = async () => {
        said = await ask('members(forbidden)').catch((error: { code: string }) => error.code);
        return said === 'not_permitted' ? true : undefined;
      };
      await eventually(() => `it is denied, but it said ${JSON.stringify(said)}`, denied);
      await expect(ask('lag(forbidden)')).rejects.toMatchObject({
        name: 'PermanentError',
        message: expect.stringContaining('docs/sources.md'),
      });
      await Promise.all(sources.splice(0).map((source) => source.close?.()));
      await proxy.close();
    });
  }),
);
