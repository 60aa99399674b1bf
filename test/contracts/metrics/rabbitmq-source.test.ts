import type { MetricsSource, Sample } from '../../../src/domain/ports/metrics.ts';
import { Secret } from '../../../src/integrations/accounts/secret.ts';
import { rabbitmqInspector } from '../../../src/integrations/inspectors/rabbitmq.ts';
import { createRabbitmqMetrics, rabbitmqVendor } from '../../../src/integrations/metrics/rabbitmq.ts';
import { RABBITMQ_READINGS } from '../../../src/integrations/metrics/rabbitmq-readings.ts';
import { watchedRabbitmqAccount } from '../../../src/integrations/rabbitmq/account.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { describeWith } from '../../support/run/services.ts';
import { accountsWith, given } from '../../support/scenario/accounts-with.ts';
import { queriesOf } from '../../support/scenario/shipped-playbooks.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { RabbitmqActs } from '../../support/servers/rabbitmq-acts.ts';
import { keepsTheContract } from './source-contract.ts';

const PASSWORD = 'watching-rabbitmq-password';
const WRONG = 'wrong-rabbitmq-password';

/** Source and inspector share the server, which takes a quarter of a minute to start. */
describeWith('rabbitmq', (getUrl) =>
  describe('the watched rabbitmq', () => {
    let acts: RabbitmqActs;
    let watcher: string;
    const closing: (() => Promise<void> | undefined)[] = [];
    beforeAll(async () => {
      acts = new RabbitmqActs(getUrl());
      watcher = await acts.watcher(PASSWORD);
      await acts.queue('orders', { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'orders.dead' });
      await acts.queue('orders.dead');
      await acts.queue('mails');
      await acts.publish('orders', 3);
      await acts.publish('orders.dead', 1);
      const ask = watching();
      await eventually('it has counted', async () => ((await ask('messages'))?.value === 4 ? true : undefined));
    });
    afterEach(async () => {
      for (const close of closing.splice(0)) await close();
    });

    function watching(): (query: string) => Promise<Sample | undefined> {
      const source: MetricsSource = createRabbitmqMetrics(new Secret(watcher), { log: silentLog });
      closing.push(() => source.close?.());
      return (query) => source.instant({ query, at: new Date(), timeoutMs: 10_000 });
    }

    describe('the contract', () => {
      keepsTheContract({
        variable: /WATCHED_RABBITMQ_URL/,
        server: () => ({ host: new URL(getUrl()).hostname, port: Number(new URL(getUrl()).port) }),
        create: ({ port, credentials }) =>
          createRabbitmqMetrics(new Secret(acts.watcherAt({ port, password: credentials === 'right' ? PASSWORD : WRONG })), {
            log: silentLog,
          }),
        secrets: [PASSWORD, WRONG],
        some: 'messages_ready(orders)',
        zero: 'messages(mails)',
        none: 'messages(nowhere)',
        bad: { query: 'message_ready', says: /did you mean "messages_ready"\? Possible: messages, / },
        change: {
          query: 'messages_ready(changing)',
          before: undefined,
          act: async () => {
            await acts.queue('changing');
            await acts.publish('changing', 2);
            const ask = watching();
            await eventually('it has counted', async () => ((await ask('messages_ready(changing)'))?.value === 2 ? true : undefined));
            changed.push(() => acts.ask('DELETE', '/queues/%2F/changing'));
          },
          after: 2,
        },
      });
      const changed: (() => Promise<unknown>)[] = [];
      afterEach(async () => {
        for (const undo of changed.splice(0)) await undo();
      });
    });

    it('every reading can be asked by a user who only monitors', async () => {
      const ask = watching();
      for (const { name } of RABBITMQ_READINGS) expect([name, Number.isFinite((await ask(name))?.value)]).toEqual([name, true]);
    });

    it('answers what the organisation to begin with asks it', async () => {
      const ask = watching();
      const answers = await Promise.all(queriesOf('playbooks/acme/orders.yml', 'rabbitmq').map(async (query) => (await ask(query))?.value));
      expect(answers).toEqual([3, 0]);
    });

    it('tells of each queue by itself', async () => {
      const ask = watching();
      expect(await ask('messages_ready(orders)')).toMatchObject({ value: 3 });
      expect(await ask('messages_unacked(orders)')).toMatchObject({ value: 0 });
      expect(await ask('consumers(orders)')).toMatchObject({ value: 0 });
      expect(await ask('dead_letters')).toMatchObject({ value: 1 });
      expect((await ask('memory_used'))?.value).toBeLessThan(1);
    });

    it('is looked at closely: what nobody consumes, and what died', async () => {
      const inspector = rabbitmqInspector.create(accountsWith(given(watchedRabbitmqAccount, new Secret(watcher))), { log: silentLog });
      closing.push(() => inspector?.close?.());
      // Its sums are counted a moment after its queues.
      const seen = await eventually('all is counted', async () => {
        const found = await inspector?.inspect({ since: new Date(), at: new Date(), timeoutMs: 10_000 });
        return found?.facts.some(({ value }) => value === '4 ready, 0 unacknowledged') ? found : undefined;
      });
      expect(seen.lines).toEqual(['orders: nobody consumes it, 3 messages wait', 'orders.dead: 1 dead letters']);
      expect(seen.facts).toEqual(
        expect.arrayContaining([
          { name: 'messages', value: '4 ready, 0 unacknowledged' },
          { name: 'queues', value: '3, consumers 0' },
          { name: 'nodes', value: '1 of 1 run' },
          { name: 'dead letters', value: '1' },
        ]),
      );
    });

    it('is looked at by doctor', async () => {
      const accounts = accountsWith(given(watchedRabbitmqAccount, new Secret(watcher)));
      expect(await rabbitmqVendor.probe(accounts, { log: silentLog, timeoutMs: 10_000 })).toEqual([
        { ready: true, text: expect.stringMatching(/^version \d+\.\d+/) },
      ]);
    });

    it('says what a user without the tag lacks', async () => {
      await acts.ask('PUT', '/users/nobody', { password: WRONG, tags: '' });
      const url = new URL(watcher);
      url.username = 'nobody';
      url.password = WRONG;
      const source = createRabbitmqMetrics(new Secret(url.href), { log: silentLog });
      await expect(source.instant({ query: 'messages', at: new Date(), timeoutMs: 10_000 })).rejects.toMatchObject({
        name: 'PermanentError',
        message: expect.stringMatching(/WATCHED_RABBITMQ_URL.*monitoring/),
      });
    });
  }),
);
