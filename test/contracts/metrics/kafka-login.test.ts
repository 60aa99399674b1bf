import { Kafka, logLevel } from 'kafkajs';
import type { MetricsSource, Sample } from '../../../src/domain/ports/metrics.ts';
import { Secret } from '../../../src/integrations/accounts/secret.ts';
import type { KafkaSettings, SaslMechanism } from '../../../src/integrations/kafka/kafka-settings.ts';
import { createKafkaMetrics } from '../../../src/integrations/metrics/kafka.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { describeWith } from '../../support/run/services.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { startTcpProxy } from '../../support/servers/tcp-proxy.ts';

const WRONG = 'wrong-kafka-password';

// The inner suite cleans up before the server stops.
describeWith('kafka', (_getUrl, getServer) => {
  const sources: MetricsSource[] = [];
  const watching = (given: KafkaSettings): ((query: string) => Promise<Sample | undefined>) => {
    const source = createKafkaMetrics(given, { log: silentLog });
    sources.push(source);
    return (query) => source.instant({ query, at: new Date(), timeoutMs: 15_000 });
  };
  beforeAll(async () => {
    const admin = new Kafka({ brokers: getServer().brokers, logLevel: logLevel.NOTHING, retry: { retries: 20 } }).admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: 'asked', numPartitions: 2 }], waitForLeaders: false });
    await eventually('it has leaders', async () =>
      (await admin.fetchTopicOffsets('asked').catch(() => [])).length === 2 ? true : undefined,
    );
    await admin.disconnect();
  });
  afterEach(async () => {
    await Promise.all(sources.splice(0).map((source) => source.close?.()));
  });

  describe('met-F2: brokers that take SCRAM only', () => {
    const login = (mechanism: SaslMechanism | undefined, username: string, password = getServer().scram.password): KafkaSettings => ({
      brokers: [`127.0.0.1:${getServer().scram.port}`],
      ssl: false,
      sasl: { username, password: new Secret(password), ...(mechanism && { mechanism }) },
    });

    it.each(['scram-sha-256', 'scram-sha-512'] as const)('are asked by %s', async (mechanism) => {
      expect(await watching(login(mechanism, getServer().scram.users[mechanism]))('partitions(asked)')).toMatchObject({ value: 2 });
    });

    it('say what they take, and what to set', async () => {
      const asked = watching(login(undefined, 'short'))('partitions(asked)');
      await expect(asked).rejects.toMatchObject({
        name: 'PermanentError',
        code: 'sasl_mechanism',
        said: {
          en: expect.stringMatching(
            /login by plain \(KAFKA_SASL_MECHANISM\), only by SCRAM-SHA-(256, SCRAM-SHA-512|512, SCRAM-SHA-256): set KAFKA_SASL_MECHANISM=scram-sha-512/,
          ),
          ko: expect.stringMatching(/KAFKA_SASL_MECHANISM=scram-sha-512로 설정/),
        },
      });
    });

    it.each([
      ['a wrong password', () => login('scram-sha-256', 'short', WRONG)],
      ['a user that is known by another mechanism', () => login('scram-sha-512', 'short')],
    ])('refuse %s, and the error names the mechanism', async (_, given) => {
      const asked = watching(given())('partitions(asked)');
      await expect(asked).rejects.toMatchObject({
        code: 'wrong_credentials',
        message: expect.stringMatching(/KAFKA_PASSWORD.*KAFKA_SASL_MECHANISM \(scram-sha-/),
      });
      await expect(asked).rejects.not.toThrow(new RegExp(`${WRONG}|${getServer().scram.password}`));
    });

    it('that take plain only say so too', async () => {
      const { wire } = getServer();
      const proxy = await startTcpProxy({ host: '127.0.0.1', port: wire.port }, wire.advertised);
      try {
        const sasl = { username: wire.username, password: new Secret(wire.password), mechanism: 'scram-sha-256' as const };
        const asked = watching({ brokers: [`127.0.0.1:${wire.advertised}`], ssl: false, sasl })('partitions(asked)');
        await expect(asked).rejects.toMatchObject({
          code: 'sasl_mechanism',
          message: expect.stringMatching(/only by PLAIN: set KAFKA_SASL_MECHANISM=plain/),
        });
      } finally {
        await proxy.close();
      }
    });
  });
});
