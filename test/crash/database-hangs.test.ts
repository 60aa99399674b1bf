import type { Delivery } from '../../sandbox/slack/index.ts';
import { startBot, startWorld, type World } from '../../sandbox/world.ts';
import type { App } from '../../src/app.ts';
import { OPEN_FIELDS } from '../../src/bot/actions/forms/open.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { asAdmin } from '../support/run/test-run.ts';
import { set } from '../support/scenario/edit-playbook.ts';
import { textOf } from '../support/scenario/outbound.ts';
import { UNREFRESHED } from '../support/scenario/playbook-edits.ts';
import { type OwnPostgres, startOwnPostgres } from '../support/servers/own-postgres.ts';
import { quickPlaybook } from './stage/quick-playbook.ts';
import { keyOf } from './stage/situations.ts';

/**
 * The database takes connections and answers nothing, which no error tells: whoever types, clicks or submits meanwhile hears so while Slack
 * listens, is told how it ended, and it ends once.
 */
const WHO = 'jisoo';

let postgres: OwnPostgres;
let world: World;
let app: App;

beforeAll(async () => {
  postgres = await startOwnPostgres();
});
afterAll(async () => {
  await postgres?.close();
});
afterEach(async () => {
  postgres.resume();
  await app.stop();
  await world.close();
  await asAdmin(postgres.url, (client) => client.query('DROP SCHEMA public, bullmq CASCADE; CREATE SCHEMA public'));
});

async function begin(language: 'en' | 'ko' = 'en'): Promise<void> {
  const playbookPath = quickPlaybook(UNREFRESHED, ...(language === 'en' ? [] : [set('team.language', language)]));
  world = await startWorld({ playbookPath, calmMs: 0 });
  app = await startBot(world, { DATABASE_URL: postgres.url, PROMETHEUS_URL: '', LOG_LEVEL: 'silent' }, { sweepEveryMs: 500 });
}

/** Somebody declares while all is well; resolves when everything that belongs to it is done. */
async function declared(): Promise<void> {
  await world.slack.slash(WHO, 'open sev1 coupons are late');
  await eventually('the incident is open', async () =>
    (await app.runtime.storage.runs.find('declare-1'))?.status === 'done' ? true : undefined,
  );
}

function answerIn({ body }: Delivery): string {
  return textOf({ text: '', blocks: [], ...(body as object) });
}

/** What only this person saw, oldest first. */
function told(who = WHO): string[] {
  return world.slack.ephemerals(who).map(textOf);
}

async function toldOf(pattern: RegExp, who = WHO): Promise<string> {
  return await eventually(
    () => `${who} is told ${pattern}: ${told(who).join('\n')}`,
    () => told(who).find((text) => pattern.test(text)),
  );
}

async function titles(): Promise<string[]> {
  return (await app.runtime.storage.incidents.list(['open'], 10)).map(({ title }) => title);
}

it('a command is answered in time with what is known, then with how it ended, and acts once', async () => {
  await begin();
  await postgres.hang();
  const typed = await world.slack.slash(WHO, 'open sev1 coupons are late');
  // Slack gives up after three seconds: any status shows that it still listened.
  expect(typed).toMatchObject({ status: 200 });
  expect(answerIn(typed)).toMatch(/not sure whether this was recorded\. Check with `\/incident list` before you try again/);
  expect(answerIn(typed)).toMatch(/You will be told here as soon as it is known/);
  postgres.resume();
  await toldOf(/#1 is recorded|#1 is open in/);
  await toldOf(/#1 is open in/);
  const again = await world.slack.redeliver(typed);
  expect(answerIn(again)).toMatch(/#1 is (recorded|open in)/);
  expect(await titles()).toEqual(['coupons are late']);
  expect(world.slack.channels().filter(({ creator }) => creator === world.slack.botUserId)).toHaveLength(1);
});

it('a button is answered in time, in Korean too, and counts when the database goes on', async () => {
  await begin('ko');
  await declared();
  // The first page leaves by itself, beside the run that opens the incident.
  const page = await eventually('minji is paged', async () => world.slack.directMessages('minji').at(-1));
  await postgres.hang();
  const clicked = await world.slack.click({ by: 'minji', channel: page.channel, ts: page.ts, actionId: 'command.page-acknowledge' });
  expect(clicked.status).toBe(200);
  await toldOf(/기록되었는지 아직 알 수 없습니다[\s\S]*`\/incident list`[\s\S]*확인되는 대로/, 'minji');
  postgres.resume();
  await toldOf(/^✓ #1 호출을 확인|#1.*확인/m, 'minji');
  await eventually('the page says so', async () =>
    (await app.runtime.storage.pages.of(1))[0]?.acknowledgedBy === 'U0MINJI' ? true : undefined,
  );
  await eventually('the outbox is empty', async () =>
    (await app.runtime.storage.outbox.of(1)).every(({ status }) => status === 'sent') ? true : undefined,
  );
  const home = world.slack.channelByName('inc-1-coupons-are-late');
  const said = world.slack.messages(home?.id ?? '').filter((message) => keyOf(message)?.startsWith('acknowledged:'));
  expect(said).toHaveLength(1);
});

it('a form is answered in time and shows in its place how it ended', async () => {
  await begin();
  await world.slack.slash(WHO, 'open');
  const form = await eventually('the form is open', () =>
    world.slack.views(WHO).find(({ blocks }) => JSON.stringify(blocks).includes(OPEN_FIELDS.title)),
  );
  await postgres.hang();
  const submitted = await world.slack.submit({
    by: WHO,
    viewId: form.id,
    values: { [OPEN_FIELDS.title]: 'late', [OPEN_FIELDS.severity]: 'sev2' },
  });
  expect(submitted).toMatchObject({ status: 200, body: { response_action: 'update' } });
  const shown = () => JSON.stringify(world.slack.views(WHO).at(-1)?.blocks);
  expect(shown()).toMatch(/not sure whether this was recorded/);
  postgres.resume();
  await eventually('the window says how it ended', () => (/#1 is (recorded|open)/.test(shown()) ? true : undefined));
  expect(await titles()).toEqual(['late']);
});

it('when the database dies over it, nobody is told that it was recorded, and nothing was', async () => {
  await begin();
  await postgres.hang();
  const typed = await world.slack.slash(WHO, 'open sev1 coupons are late');
  expect(answerIn(typed)).toMatch(/not sure whether/);
  await postgres.stop('killed');
  await toldOf(/nothing was recorded/);
  await postgres.start();
  expect(await eventually('the database answers', () => titles().catch(() => undefined))).toEqual([]);
  expect(told().join()).not.toMatch(/#1/);
});

it('when it is lost at the commit, nobody is told that nothing was recorded', async () => {
  await begin();
  await asAdmin(postgres.url, (client) => client.query(COMMIT_THAT_LASTS));
  const typing = world.slack.slash(WHO, 'open sev1 coupons are late');
  await eventually('the commit is under way', () => asAdmin(postgres.url, committing));
  await postgres.stop('killed');
  expect(answerIn(await typing)).toMatch(/not sure whether this was recorded\. Check with/);
  await postgres.start();
  await eventually('the database answers', () => titles().catch(() => undefined));
  expect(told().join()).not.toMatch(/nothing was recorded/);
});

const COMMIT_THAT_LASTS = `
  CREATE FUNCTION last() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); RETURN NULL; END $$;
  CREATE CONSTRAINT TRIGGER lasting AFTER INSERT ON incidents DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION last()`;

async function committing(client: Parameters<Parameters<typeof asAdmin>[1]>[0]): Promise<true | undefined> {
  const { rowCount } = await client.query("SELECT 1 FROM pg_stat_activity WHERE query ILIKE 'commit' AND wait_event = 'PgSleep'");
  return rowCount ? true : undefined;
}
