import pg from 'pg';
import { BrowserPage } from '../../support/browser/browser-page.ts';
import { suiteDemo } from '../../support/browser/suite-demo.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { bareIncident } from '../../support/examples/bare-incident.ts';
import { describeWith } from '../../support/run/services.ts';
import { Surfaces } from '../../support/scenario/surfaces.ts';

/**
 * Every surface of an incident as people see it, brought about for real and looked at in a browser: at a desk and on a phone, in light and
 * in the dark, in both languages. SURFACE_PICTURES names a directory for pictures of them all.
 */
const TEST_TIMEOUT_MS = 480_000;
/** In the sidebar, in either language. */
const HOME = /Bongsu (home|홈)/;
const DIRECT = /Bongsu(?! (home|홈))/;
const TITLE = { en: 'Coupons are issued late', ko: '쿠폰 발급이 늦습니다' };

/** The kinds of messages that the story brings about, whatever else is said. */
const STORY = [
  'acknowledged',
  'analysis',
  'announcement',
  'answer',
  'assigned',
  'briefing',
  'escalated',
  'follow-ups',
  'freeze',
  'graph',
  'handed-over',
  'likely-cause',
  'missed',
  'mitigation',
  'moved',
  'named',
  'note',
  'page',
  'retro',
  'severity',
  'update',
];

describeWith('chromium', (_getUrl, getServer) =>
  describe.each(['en', 'ko'] as const)('%s', (language) => {
    const demo = suiteDemo({ timeScale: 1, language });
    let visitor: BrowserPage;
    let surfaces: Surfaces;

    const begin = async (name: string) => {
      visitor = await BrowserPage.open(getServer().browser, `${demo().url}/?as=jisoo`);
      // At a desk and on a phone, between them in both colours; what differs in Korean is the words, for which the narrow one will do.
      surfaces = new Surfaces(visitor, demo().stage.world, `${language}-${name}`, language === 'en' ? ['light', 'phone'] : ['phone']);
    };
    afterEach(async () => {
      await visitor.close();
      expect(visitor.complaints).toEqual([]);
    });

    /** Everything that is due by now is done. */
    const settle = async () => {
      const { stage } = demo();
      await eventually(
        () => 'nothing is left to send',
        async () => {
          await stage.sweep();
          await stage.app.idle();
          const due = (await stage.waiting()).filter(
            ({ kind, at }) => ['step', 'message'].includes(kind) && Date.parse(at) <= stage.clock.now().getTime(),
          );
          return due.length === 0 ? true : undefined;
        },
      );
    };
    const pass = async (minutes: number) => {
      for (let left = minutes; left > 0; left -= 5) {
        demo().stage.clock.skip(Math.min(5, left) * 60_000);
        await settle();
      }
    };
    /** The cause is known and the briefing says so: with the next look at the numbers, or the one after it. */
    const offered = (actionId: string) =>
      eventually(
        () => `the briefing offers ${actionId}`,
        async () => {
          if (await visitor.page.locator(`.message.pinned [data-action="${actionId}"]`).isVisible()) return true;
          await pass(1);
          return undefined;
        },
        120_000,
        1_000,
      );
    const become = async (name: string) => {
      await visitor.page.locator('#acting').selectOption(name);
      await visitor.page.locator('#sidebar button').first().waitFor();
    };
    const visit = async (name: string | RegExp, as: string) => {
      await visitor.channel(name).click();
      await visitor.page.locator('#composer-text').waitFor();
      await surfaces.messages(as);
    };
    /** The person who is acted for types commands, one after the other, and sees what each is answered with. */
    const ask = async (...commands: string[]) => {
      for (const words of commands) {
        const answers = visitor.page.locator('#log .message.private');
        const complaint = visitor.page.locator('#problem:not([hidden])');
        const before = await answers.count();
        await visitor.command(`/incident ${words}`);
        await answers.nth(before).or(complaint).first().waitFor();
        if (await complaint.isVisible()) throw new Error(`"${words}" was not taken: ${await complaint.textContent()}`);
      }
    };
    const closeForm = () => visitor.page.locator('#modal .modal-buttons button').first().click();

    it(
      'an incident from its opening to its review can be read and used',
      async () => {
        await begin('story');
        const { page } = visitor;
        const { coupon } = demo().stage.world;
        const incident = /inc-1-/;
        await visitor.command('/incident open');
        await page.locator('#modal[open] [type=submit]').waitFor();
        await surfaces.other('#modal', 'declare');
        await page.locator('#modal input').first().fill(TITLE[language]);
        await page.locator('#modal input[value=sev1]').check();
        await page.locator('#modal [type=submit]').click();
        await page.locator('#modal:not(:has([type=submit]))').waitFor();
        await surfaces.other('#modal', 'declared');
        await closeForm();
        await visitor.channel(incident).waitFor();
        await settle();
        await visit(incident, 'calm');
        await visit('status', 'status');
        await visit('general', 'told');
        await become('minji');
        await visit(DIRECT, 'direct');
        await visit(incident, 'calm');
        await ask(
          'help',
          'list',
          'status',
          'oncall',
          'deadlines',
          'diagnosis',
          'mitigate',
          'followups',
          'analysis',
          'update show',
          'maintenance list',
          'support',
          'unfreeze',
          'bogus',
        );
        await visitor.command('/incident update');
        await page.locator('#modal[open] textarea').first().waitFor();
        await surfaces.other('#modal', 'update');
        await closeForm();
        await ask('note We look at the pool', 'graph cpu', 'assign scribe @junho', 'severity sev2', 'severity sev1 it is everybody');
        await settle();
        await surfaces.messages('answers');

        coupon.break('S3');
        await pass(10);
        await surfaces.messages('burning');
        // Nobody answers, so the next one is asked, who does.
        await pass(25);
        await become('junho');
        await visit(DIRECT, 'direct');
        await visitor.action('command.page-acknowledge').click();
        await settle();
        await visit(DIRECT, 'acknowledged');
        await become('minji');
        await visitor.channel(incident).click();
        await offered('command.mitigate.grow-db-pool');
        await visitor.page.locator('.message.pinned [data-action="command.mitigate.grow-db-pool"]').click();
        await page.locator('#modal[open] [type=submit]').waitFor();
        await surfaces.other('#modal', 'plan');
        await page.locator('#modal [type=submit]').click();
        await page.locator('#modal:not(:has([type=submit])) .modal-buttons').waitFor();
        await surfaces.other('#modal', 'begun');
        await closeForm();
        await visitor.action('command.diagnosis-is').click();
        await visitor.page.locator('.message.pinned [data-action="command.assign"]').click();
        await page.locator('#modal[open] select').first().waitFor();
        await surfaces.other('#modal', 'roles');
        await closeForm();
        await settle();
        await surfaces.messages('under way');
        await become('dohyun');
        await visitor.channel(incident).click();
        await page.locator('#joining button').click();
        await ask('freeze deploy under way', 'mitigate', 'unfreeze');
        await settle();
        await surfaces.messages('frozen');
        await pass(20);
        await surfaces.messages('proven');
        await visit('status', 'status');
        await visit('support', 'support');
        await become('minji');
        await visitor.channel(incident).click();
        coupon.heal();
        await ask('mitigated');
        await settle();
        await pass(5);
        await ask('resolve the pool is larger now');
        await settle();
        await pass(5);
        await ask('retro', 'followups', 'status');
        await surfaces.messages('resolved');
        await visit('status', 'status');
        await page.locator('#sidebar button', { hasText: HOME }).click();
        await page.locator('.home').waitFor();
        await surfaces.other('.home', 'home');
        expect(surfaces.objections).toEqual([]);
        expect([...surfaces.kinds]).toEqual(expect.arrayContaining(STORY));
      },
      TEST_TIMEOUT_MS,
    );

    it(
      'what does not work is said where people look',
      async () => {
        await begin('failures');
        const { page } = visitor;
        const { slack, zoom, coupon } = demo().stage.world;
        const refuse = (call: string, code: string, when?: (args: Record<string, unknown>) => boolean) =>
          slack.faults.inject({ call, fault: { kind: 'error', code }, ...(when && { when }) });
        zoom.faults.inject({ call: 'POST /users/meetings', fault: { kind: 'http', status: 400 } });
        for (const call of ['GET /api/v1/query', 'GET /api/v1/query_range'])
          coupon.faults.inject({ call, fault: { kind: 'http', status: 503 } });
        refuse('conversations.invite', 'user_disabled', ({ users }) => String(users).includes(slack.users.yuna ?? ''));
        refuse('pins.add', 'restricted_action');
        refuse('bookmarks.add', 'restricted_action');
        refuse('conversations.setTopic', 'restricted_action');
        await ask(`open sev1 ${TITLE[language]}`);
        await visitor.channel(/inc-1-/).waitFor();
        await settle();
        await visit('general', 'told');
        await visit(/inc-1-/, 'failed');
        await visit('status', 'status');
        await ask('graph cpu');
        await settle();
        await visit(DIRECT, 'graph');
        slack.faults.clear();
        zoom.faults.clear();
        coupon.faults.clear();
        await pass(5);
        await visit(/inc-1-/, 'recovered');

        refuse('conversations.create', 'restricted_action');
        await visitor.channel('general').click();
        await ask('open sev2 Search finds nothing');
        await settle();
        await surfaces.messages('told of the thread');
        await visit('status', 'in a thread');
        slack.faults.clear();

        await become('minji');
        await visitor.channel(/inc-1-/).click();
        refuse('views.open', 'internal_error');
        await ask('open');
        slack.faults.clear();
        coupon.faults.inject({ call: '*', fault: { kind: 'http', status: 503 } });
        await visitor.command('/incident mitigate grow-db-pool');
        await page.locator('#modal[open]').waitFor();
        await settle();
        await surfaces.other('#modal', 'no plan');
        await closeForm();
        coupon.faults.clear();
        await whileLocked('timeline', () => ask('note The table is locked'));
        await settle();
        await surfaces.messages('no database');

        await manyIncidents();
        await visitor.channel('general').click();
        await ask('list', 'list 2');
        await surfaces.messages('thirty');
        await page.locator('#sidebar button', { hasText: HOME }).click();
        await page.locator('.home').waitFor();
        await surfaces.other('.home', 'home');
        expect(surfaces.objections).toEqual([]);
      },
      TEST_TIMEOUT_MS,
    );

    /** Nobody can write into this table meanwhile, as when a migration of somebody else's holds it. */
    const whileLocked = async (table: string, work: () => Promise<void>) => {
      const client = new pg.Client({ connectionString: demo().stage.app.runtime.storage.url });
      await client.connect();
      try {
        await client.query(`begin; lock table ${table} in exclusive mode`);
        await work();
      } finally {
        await client.end();
      }
    };

    /** Thirty that nobody has ended, some hours apart, each with its channel; two were declared for real. */
    const manyIncidents = async () => {
      const { world, clock, app } = demo().stage;
      for (let n = 0; n < 28; n += 1) {
        const began = new Date(clock.now().getTime() - n * 5_400_000);
        const title = [
          'Checkout shows an error page',
          '쿠폰 목록이 비어 있습니다',
          'Pictures load slowly since the release of this morning',
        ][n % 3];
        const severity = (['sev2', 'sev1', 'sev3'] as const)[n % 3];
        const row = await app.runtime.storage.incidents.insert(
          bareIncident(began, { ...(title && { title }), ...(severity && { severity }), declaredBy: world.slack.users.hana ?? '' }),
        );
        const channelName = `inc-${row.id}-late`;
        await app.runtime.storage.incidents.place(row.id, { channelName, channelId: await world.slack.addChannel({ name: channelName }) });
      }
    };
  }),
);
