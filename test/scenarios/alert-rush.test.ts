import pg from 'pg';
import type { Alert } from '../../src/domain/alerts/alert.ts';
import { AlertInbox } from '../../src/workflows/alerts/alert-inbox.ts';
import { storeMessages } from '../../src/workflows/alerts/store-messages.ts';
import { CALM, type Scenario, scenario } from '../support/scenario.ts';

/** More than are decided about in one look. */
const HELD = 120;

function alertOf(s: Scenario, name: string, at: Date): Alert {
  return {
    source: 'generic',
    fingerprint: name,
    status: 'firing',
    title: name,
    labels: {},
    description: null,
    url: null,
    startsAt: s.now(),
    endsAt: null,
    firstSeenAt: at,
    lastSeenAt: at,
    times: 1,
    groupKey: name,
    news: 'fired',
  };
}

it('decides about a group although more groups than fit into one look stand before it and cannot be decided about', async () => {
  const s = await scenario(CALM);
  const { alerts, incidents, url } = s.app.runtime.storage;
  const earlier = new Date(s.now().getTime() - 1_000);
  await alerts.remember(
    Array.from({ length: HELD }, (_, n) => alertOf(s, `Held${n}`, earlier)),
    earlier,
  );
  await alerts.remember([alertOf(s, 'Free', s.now())], s.now());
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  try {
    // As another process would that is just writing them.
    await other.query(`begin; select 1 from alerts where group_key like 'Held%' for update`);
    await s.app.ticker.drain('alerts');
    expect(await incidents.list(['open'], 10)).toMatchObject([{ title: 'Free' }]);
    await other.query('delete from alerts where group_key <> $1', ['Free']);
    await other.query('commit');
  } finally {
    await other.end();
  }
  await s.settle();
  s.takeAll();
});

it('keeps what nobody can read for a month, and says so rarely', async () => {
  const s = await scenario(CALM);
  const { runtime } = s.app;
  const said: object[] = [];
  const log = { ...runtime.log, warn: (context: object) => said.push(context) };
  const store = storeMessages({ ...runtime, log }, new AlertInbox(runtime));
  const aside = async () => await runtime.storage.alertEvents.setAside();
  await store(Array.from({ length: 30 }, (_, n) => ({ id: `alerts/0/${n}`, text: '{"half": ' })));
  await s.advance('2m');
  await store([{ id: 'alerts/0/30', text: 'null' }]);
  expect(said).toMatchObject([
    { message: 'alerts/0/0', unsaid: 0 },
    { message: 'alerts/0/30', unsaid: 29 },
  ]);
  await s.advance('29d');
  await s.app.ticker.drain('alerts');
  expect(await aside()).toHaveLength(31);
  await s.advance('25h');
  await s.app.ticker.drain('alerts');
  expect(await aside()).toEqual([]);
  s.takeAll();
});
