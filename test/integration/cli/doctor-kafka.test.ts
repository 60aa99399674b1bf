import { inspect } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { SOURCE_CHECKS } from '../../../src/cli/doctor/sources.ts';
import { loadConfig } from '../../../src/config.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { describeWith } from '../../support/run/services.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { startNewConsumer } from '../../support/servers/new-consumer.ts';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-doctor-token', SLACK_SIGNING_SECRET: 'signing-secret' };
const looked = async (env: NodeJS.ProcessEnv) =>
  await SOURCE_CHECKS.find(({ name }) => name === 'Watched Kafka')?.run({
    config: loadConfig({ ...SLACK, ...env }),
    playbook: couponPlaybook(),
    log: silentLog,
    timeoutMs: 20_000,
  });

describeWith('kafka', (getUrl, getServer) => {
  it('a watched Kafka is looked at: nothing to see, what there is, and groups whose members cannot be seen', async () => {
    const env = { KAFKA_BROKERS: getUrl() };
    expect(await looked(env)).toMatchObject([{ level: 'warn', subject: 'Watched Kafka', text: expect.stringMatching(/right Describe/) }]);

    const kafka = new Kafka({ brokers: getServer().brokers, logLevel: logLevel.NOTHING, retry: { retries: 20 } });
    const [admin, consumer] = [kafka.admin(), kafka.consumer({ groupId: 'issuer', maxWaitTimeInMs: 100 })];
    let newer: { stop(): Promise<void> } | undefined;
    try {
      await Promise.all([admin.connect(), consumer.connect()]);
      await admin.createTopics({ topics: [{ topic: 'requests', numPartitions: 2 }], waitForLeaders: false });
      await eventually('the topic has leaders', async () => {
        const ends = await admin.fetchTopicOffsets('requests').catch(() => []);
        return ends.length === 2 ? true : undefined;
      });
      await consumer.subscribe({ topics: ['requests'], fromBeginning: true });
      await consumer.run({ eachMessage: async () => {}, autoCommit: false });
      await eventually('the group is stable', async () =>
        (await admin.describeGroups(['issuer'])).groups[0]?.state === 'Stable' ? true : undefined,
      );
      // Kafka keeps a topic of its own for the offsets of groups.
      expect(await looked(env)).toEqual([
        { level: 'ok', subject: 'Watched Kafka', text: expect.stringMatching(/^[12] topics, 1 consumer groups$/) },
      ]);
      newer = await startNewConsumer({ brokers: getUrl(), group: 'newer', topic: 'requests' });
      expect(await looked(env)).toMatchObject([
        { level: 'ok', text: expect.stringMatching(/^[12] topics, 2 consumer groups$/) },
        { level: 'warn', text: expect.stringMatching(/members of newer cannot be seen/) },
      ]);
    } finally {
      // One that stays connected would keep the whole run from ending.
      await newer?.stop();
      await Promise.allSettled([consumer.disconnect(), admin.disconnect()]);
    }
  });

  it('met-F2: brokers that take SCRAM only are asked by it, and otherwise say what to set', async () => {
    const { port, users, password } = getServer().scram;
    const login = { KAFKA_BROKERS: `127.0.0.1:${port}`, KAFKA_USERNAME: users['scram-sha-512'], KAFKA_PASSWORD: password };
    await expect(looked(login)).rejects.toMatchObject({ message: expect.stringMatching(/set KAFKA_SASL_MECHANISM=scram-sha-512/) });
    expect((await looked({ ...login, KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512' }))?.[0]).toMatchObject({
      level: 'ok',
      subject: 'Watched Kafka',
    });
  });

  it('a wrong password is refused, and not shown', async () => {
    const { username, port } = getServer().wire;
    const wrong = { KAFKA_BROKERS: `127.0.0.1:${port}`, KAFKA_USERNAME: username, KAFKA_PASSWORD: 'wrong-kafka-password' };
    const failure = await looked(wrong).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'PermanentError', message: expect.stringMatching(/KAFKA_PASSWORD|KAFKA_USERNAME/) });
    expect(inspect(failure, { depth: 6 })).not.toContain('wrong-kafka-password');
  });
});
