import { readFileSync } from 'node:fs';
import { type Admin, type Consumer, Kafka, logLevel, type Producer } from 'kafkajs';
import type { Dial } from '../../../src/domain/mitigation/targets.ts';
import { Secret } from '../../../src/integrations/accounts/secret.ts';
import { kafkaExecutor } from '../../../src/integrations/executors/kafka/kafka.ts';
import type { KafkaSettings } from '../../../src/integrations/kafka/kafka-settings.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { describeWith } from '../../support/run/services.ts';
import { type DialPlace, keepsTheDialContract, type MadeDial } from './data-dial-contract.ts';
import { depsOf, settingsOf } from './data-executors.ts';

type Target = Parameters<NonNullable<ReturnType<typeof kafkaExecutor.create>>['dial']>[0];

const WRONG = 'wrong-kafka-password';
const OPTIONS = { timeoutMs: 20_000 };
/** Kafka's own numbers, as kafkajs has them. */
const RESOURCES = { '--topic': 2, '--group': 3, '--cluster': 4 } as const;
const OPERATIONS: Readonly<Record<string, number>> = { Read: 3, Alter: 7, Describe: 8 };
const [ALLOW, LITERAL] = [3, 3];

/** What the docs grant with kafka-acls.sh, for any topic and group. */
function aclsInDocs(page: string, principal: string) {
  const lines = readFileSync(page, 'utf8')
    .split('\n')
    .filter((line) => line.includes('kafka-acls.sh'));
  if (lines.length === 0) throw new Error(`${page} grants nothing`);
  return lines.flatMap((line) => {
    const operations = [...line.matchAll(/--operation (\w+)/g)].map(([, name = '']) => OPERATIONS[name] ?? Number.NaN);
    const resources = Object.entries(RESOURCES).filter(([flag]) => line.includes(flag));
    return operations.flatMap((operation) =>
      resources.map(([flag, resourceType]) => ({
        principal: `User:${principal}`,
        host: '*',
        permissionType: ALLOW,
        operation,
        resourceType,
        resourceName: flag === '--cluster' ? 'kafka-cluster' : '*',
        resourcePatternType: LITERAL,
      })),
    );
  });
}

// The inner suite cleans up before the server stops.
describeWith('kafka', (_getUrl, getServer) =>
  describe('the kafka dials', () => {
    let kafka: Kafka;
    let admin: Admin;
    let producer: Producer;
    let topic = '';
    let group = '';
    let topics = 0;
    const consumers: Consumer[] = [];
    const made: MadeDial[] = [];

    beforeAll(async () => {
      kafka = new Kafka({ brokers: getServer().brokers, logLevel: logLevel.NOTHING, retry: { retries: 20 } });
      admin = kafka.admin();
      producer = kafka.producer();
      await Promise.all([admin.connect(), producer.connect()]);
      const { username, other } = getServer().wire;
      const acl = [
        ...aclsInDocs('docs/sources.md', username),
        ...aclsInDocs('docs/executors-data.md', username),
        ...aclsInDocs('docs/sources.md', other),
      ];
      await admin.createAcls({ acl });
    });
    afterAll(() => Promise.all([admin.disconnect(), producer.disconnect()]));
    beforeEach(async () => {
      topics += 1;
      topic = `requests-${topics}`;
      group = `issuer-${topics}`;
      await admin.createTopics({ topics: [{ topic, numPartitions: 2 }], waitForLeaders: false });
      await untilLed(topic, 2);
    });
    afterEach(async () => {
      await Promise.all(made.splice(0).map((one) => one.close()));
      await Promise.all(consumers.splice(0).map((consumer) => consumer.disconnect()));
    });

    /** kafkajs's own wait gives up when it comes too early. */
    async function untilLed(name: string, partitions: number): Promise<void> {
      await eventually('it has leaders', async () => {
        const ends = await admin.fetchTopicOffsets(name).catch(() => []);
        return ends.length === partitions ? true : undefined;
      });
    }

    async function send(counts: readonly number[], atMs?: number): Promise<void> {
      const timestamp = atMs === undefined ? {} : { timestamp: String(atMs) };
      const messages = counts.flatMap((count, partition) => Array.from({ length: count }, () => ({ partition, value: 'x', ...timestamp })));
      await producer.send({ topic, messages });
    }

    /** The service: a member that has committed these offsets. */
    async function join(offsets: readonly number[]): Promise<Consumer> {
      const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: 100 });
      await consumer.connect();
      consumers.push(consumer);
      await consumer.subscribe({ topics: [topic] });
      await consumer.run({ eachMessage: async () => {}, autoCommit: false });
      await eventually('it has joined', async () =>
        (await admin.describeGroups([group])).groups[0]?.state === 'Stable' ? true : undefined,
      );
      await consumer.commitOffsets(offsets.map((offset, partition) => ({ topic, partition, offset: String(offset) })));
      return consumer;
    }

    async function leave(consumer: Consumer): Promise<void> {
      consumers.splice(consumers.indexOf(consumer), 1);
      await consumer.disconnect();
    }

    async function committedBy(offsets: readonly number[]): Promise<void> {
      await leave(await join(offsets));
    }

    function create(target: Target, place?: DialPlace): MadeDial {
      const executor = kafkaExecutor.create(settingsOf({ kafka: kafkaAt(place) }), depsOf());
      if (!executor) throw new Error('not set up');
      const one = { dial: executor.dial(target), close: async () => executor.close?.() };
      made.push(one);
      return one;
    }

    function kafkaAt(place?: DialPlace): KafkaSettings {
      if (!place) return { brokers: getServer().brokers, ssl: false, sasl: undefined };
      const { username, password, other } = getServer().wire;
      return {
        brokers: [`127.0.0.1:${place.port}`],
        ssl: false,
        sasl: {
          username: place.account === 'narrow' ? other : username,
          password: new Secret(place.account === 'wrong' ? WRONG : password),
        },
      };
    }

    const offsets = (): Dial => create({ topic, set: 'offsets', group }).dial;
    const common = {
      server: () => ({ host: '127.0.0.1', port: getServer().wire.port }),
      wirePort: () => getServer().wire.advertised,
      right: /KAFKA_USERNAME.*docs\/executors-data\.md/,
      variable: /KAFKA_USERNAME and KAFKA_PASSWORD/,
      secrets: ['watching-kafka-password', WRONG],
    };

    describe('partitions', () => {
      keepsTheDialContract({
        ...common,
        create: (place) => create({ topic, set: 'partitions' }, place),
        from: 2,
        to: 4,
        meddle: async () => {
          await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] });
          await untilLed(topic, 3);
        },
        meddled: 3,
        refused: { to: 1, says: /can only add some/ },
        where: () => `partitions of the Kafka topic ${topic}`,
      });

      it('tells the members of the group, if it is named, and what is not there', async () => {
        await join([0, 0]);
        const { dial } = create({ topic, set: 'partitions', group });
        expect(await dial.read(OPTIONS)).toEqual({ value: 2, facts: { members: 1 } });
        const refusal = { name: 'PermanentError', code: 'not_found' };
        await expect(create({ topic: 'no-such-topic', set: 'partitions' }).dial.read(OPTIONS)).rejects.toMatchObject(refusal);
        expect((await admin.listTopics()).includes('no-such-topic')).toBe(false);
        for (const to of [2.5, '3', null]) {
          await expect(dial.rehearse({ from: { value: 2 }, to }, OPTIONS)).rejects.toMatchObject({ code: 'invalid' });
        }
        expect(dial.byHand(3)).toBe(`kafka-topics.sh --bootstrap-server "$KAFKA_BROKERS" --alter --topic ${topic} --partitions 3`);
      });
    });

    describe('offsets', () => {
      describe('the contract', () => {
        beforeEach(async () => {
          await send([5, 3]);
          await committedBy([1, 0]);
        });
        keepsTheDialContract({
          ...common,
          create: (place) => create({ topic, set: 'offsets', group }, place),
          from: '0:1,1:0',
          to: 'latest',
          reads: '0:5,1:3',
          meddle: () => committedBy([2, 2]),
          meddled: '0:2,1:2',
          refused: { to: 'tomorrow', says: /is no place in a topic/ },
          rehearsesRights: false,
          where: () => `offsets of the Kafka group ${group} in ${topic}`,
        });
      });

      it('a second try knows of the first, although the topic has grown', async () => {
        await send([5, 3]);
        await committedBy([1, 0]);
        const from = await offsets().read(OPTIONS);
        expect(from.facts).toEqual({ lag: 7, members: 0, partitions: 2 });
        await offsets().write({ from, to: 'latest', key: 'run-1' }, OPTIONS);
        await send([2, 2]);
        await offsets().write({ from, to: 'latest', key: 'run-1' }, OPTIONS);
        expect((await offsets().read(OPTIONS)).value).toBe('0:5,1:3');
        // Another run is another matter.
        await expect(offsets().write({ from, to: 'latest', key: 'run-2' }, OPTIONS)).rejects.toMatchObject({ code: 'changed' });
        // Back, as it is undone: what was set is known by its name alone.
        await offsets().write({ from: { value: 'latest' }, to: '0:1,1:0', key: 'run-1:back' }, OPTIONS);
        expect((await offsets().read(OPTIONS)).value).toBe('0:1,1:0');
      });

      it('is not undone once the group has gone on from there', async () => {
        await send([5, 3]);
        await committedBy([1, 0]);
        await offsets().write({ from: { value: '0:1,1:0' }, to: 'earliest', key: 'run-1' }, OPTIONS);
        expect((await offsets().read(OPTIONS)).value).toBe('0:0,1:0');
        await committedBy([4, 0]);
        await expect(offsets().write({ from: { value: 'earliest' }, to: '0:1,1:0', key: 'back' }, OPTIONS)).rejects.toMatchObject({
          name: 'PermanentError',
          code: 'changed',
        });
        expect((await offsets().read(OPTIONS)).value).toBe('0:4,1:0');
      });

      it('goes to the first message at or after a time, else to the end', async () => {
        const at = Date.parse('2026-01-01T09:00:00Z');
        await send([2, 2], at);
        await send([1, 0], at + 60_000);
        await committedBy([0, 0]);
        await offsets().write({ from: { value: '0:0,1:0' }, to: '2026-01-01T09:00:30Z', key: 'k' }, OPTIONS);
        expect((await offsets().read(OPTIONS)).value).toBe('0:2,1:2');
      });

      it('is refused while the group has members, who go on from where they were', async () => {
        await send([5, 3]);
        const service = await join([1, 0]);
        const from = await offsets().read(OPTIONS);
        expect(from).toEqual({ value: '0:1,1:0', facts: { lag: 7, members: 1, partitions: 2 } });
        const says = { name: 'PermanentError', message: expect.stringMatching(/has 1 members.*stop its consumers first/) };
        await expect(offsets().rehearse({ from, to: 'latest' }, OPTIONS)).rejects.toMatchObject({ ...says, code: 'invalid' });
        await expect(offsets().write({ from, to: 'latest', key: 'k' }, OPTIONS)).rejects.toMatchObject({ ...says, code: 'changed' });
        expect((await offsets().read(OPTIONS)).value).toBe('0:1,1:0');
        await leave(service);
        await offsets().write({ from, to: 'latest', key: 'k' }, OPTIONS);
        // Nobody is left behind in the group.
        expect(await offsets().read(OPTIONS)).toEqual({ value: '0:5,1:3', facts: { lag: 0, members: 0, partitions: 2 } });
      });

      it('refuses offsets that the topic does not have, and says what is not there', async () => {
        await send([5, 3]);
        await committedBy([1, 0]);
        const from = { value: '0:1,1:0' };
        for (const [to, says] of [
          ['0:6', /it ends at 5/],
          ['2:0', /no such partition/],
        ] as const) {
          await expect(offsets().rehearse({ from, to }, OPTIONS)).rejects.toMatchObject({
            name: 'PermanentError',
            code: 'invalid',
            message: expect.stringMatching(says),
          });
        }
        const refusal = { name: 'PermanentError', code: 'not_found' };
        await expect(create({ topic, set: 'offsets', group: 'nobody' }).dial.read(OPTIONS)).rejects.toMatchObject(refusal);
        await expect(create({ topic: 'nothing', set: 'offsets', group }).dial.read(OPTIONS)).rejects.toMatchObject(refusal);
        await expect(create({ topic, set: 'offsets' }).dial.read(OPTIONS)).rejects.toMatchObject({ code: 'invalid' });
      });

      it('says what to type instead', () => {
        const reset = (what: string, how: string) =>
          `kafka-consumer-groups.sh --bootstrap-server "$KAFKA_BROKERS" --group ${group} --topic ${what} --reset-offsets ${how} --execute`;
        expect(offsets().byHand('latest')).toBe(reset(topic, '--to-latest'));
        expect(offsets().byHand('2026-01-01T09:00:00Z')).toBe(reset(topic, '--to-datetime 2026-01-01T09:00:00.000Z'));
        expect(offsets().byHand('0:5,1:3')).toBe(`${reset(`${topic}:0`, '--to-offset 5')} && ${reset(`${topic}:1`, '--to-offset 3')}`);
      });
    });
  }),
);
