import '../../support/examples/pseudo-language.ts';
import fc from 'fast-check';
import { createPresenter } from '../../../src/bot/surfaces/presenter.ts';
import type { ChatMessage, ChatView } from '../../../src/domain/chat/message.ts';
import type { Presenter } from '../../../src/views/presenter.ts';
import * as alertArbitraries from '../../support/examples/alert-arbitraries.ts';
import { chartView, graphView } from '../../support/examples/chart-arbitraries.ts';
import * as maintenance from '../../support/examples/maintenance-arbitraries.ts';
import { englishLeft, PSEUDO, tamed } from '../../support/examples/pseudo-locale.ts';
import { testSeed } from '../../support/examples/seed.ts';
import * as views from '../../support/examples/view-arbitraries.ts';
import { objectionsToMessage, objectionsToView } from '../../support/scenario/block-kit-limits.ts';

fc.configureGlobal({ seed: testSeed() });

/**
 * Whatever people type and systems answer, every surface stays inside Slack's limits, pings nobody by accident and can be read without
 * eyes. A failure prints the seed and the smallest view that shows it.
 */
const RUNS = Number(process.env.FUZZ_RUNS ?? 150);

const language = fc.constantFrom('en', 'ko', PSEUDO);
const options = fc.record({
  language,
  zone: fc.constantFrom('Asia/Seoul', 'UTC', 'America/St_Johns'),
  service: fc.record({ key: fc.constantFrom('coupon', 'a_b-c'), name: fc.record({ en: views.nastyText, ko: views.nastyText }) }),
  channelPrefix: fc.constantFrom('inc', 'a2345678901234567890'),
  command: fc.constantFrom('/incident', '/i'),
});

function messages<T>(surface: string, view: fc.Arbitrary<T>, show: (presenter: Presenter, view: T) => ChatMessage): void {
  it(`${surface} keeps Slack's limits and harms nobody`, () => {
    fc.assert(
      fc.property(options, view, (o, v) => {
        const shown = show(createPresenter(o), v);
        expect(objectionsToMessage(shown, views.KNOWN)).toEqual([]);
        if (o.language !== PSEUDO) return;
        const [plain, said] = [tamed(o), tamed(v)];
        expect(englishLeft(show(createPresenter(plain), said), [plain, said])).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
}

function modals<T>(surface: string, view: fc.Arbitrary<T>, show: (presenter: Presenter, view: T) => ChatView): void {
  it(`${surface} keeps Slack's limits`, () => {
    fc.assert(
      fc.property(options, view, (o, v) => {
        const shown = show(createPresenter(o), v);
        expect(objectionsToView(shown, views.KNOWN)).toEqual([]);
        if (o.language !== PSEUDO) return;
        const [plain, said] = [tamed(o), tamed(v)];
        expect(englishLeft(show(createPresenter(plain), said), [plain, said])).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
}

describe('every message', () => {
  messages('briefing', views.briefingView, (p, v) => p.briefing(v));
  messages('announcement', views.announcementView, (p, v) => p.announcement(v));
  messages('page', views.pageView, (p, v) => p.page(v));
  messages('update', views.updateView, (p, v) => p.update(v));
  messages('declarer notice', views.declarerView, (p, v) => p.declarerNotice(v));
  messages('failed part', views.partView, (p, v) => p.failedPart(v));
  messages('moved notice', views.movedView, (p, v) => p.movedNotice(v));
  messages('severity notice', views.severityView, (p, v) => p.severityNotice(v));
  messages('assigned notice', views.assignedView, (p, v) => p.assignedNotice(v));
  messages('timeline note', views.noteView, (p, v) => p.timelineNote(v));
  messages('language notice', views.assignedView, (p, v) => p.languageNotice(v));
  messages('list', views.listView, (p, v) => p.list(v));
  messages('status', views.statusView, (p, v) => p.status(v));
  messages('oncall', views.oncallView, (p, v) => p.oncall(v));
  messages('graph', graphView, (p, v) => p.graph(v));
  messages('graph to come', graphView, (p, v) => p.graphComing({ ...v, where: v.where }));
  messages('help', views.helpView, (p, v) => p.help(v));
  messages('alerts', alertArbitraries.alertsView, (p, v) => p.alertsNotice(v));
  messages('muted alerts', alertArbitraries.mutedView, (p, v) => p.mutedNotice(v));
  messages('waiting alerts', alertArbitraries.waitView, (p, v) => p.waitNotice(v));
  messages('planned maintenance', maintenance.maintenanceList, (p, v) => p.maintenance(v));
  messages('a notice of maintenance', maintenance.maintenanceNotice, (p, v) => p.maintenanceNotice(v));
  messages('user error', views.nastyText, (p, v) => p.userError({ said: { en: v, ko: v } }));
  messages('unexpected error', views.nastyText, (p, v) => p.unexpectedError(v));
  messages('confirmation', views.nastyText, (p, v) => p.confirmation(v));
});

const homeView = fc.record({
  incidents: fc.array(views.incident, { maxLength: 45 }),
  levels: views.oncallView.map(({ levels }) => levels),
  now: views.date,
});

describe('every form', () => {
  modals('the form that declares', views.openDraft, (p, draft) => p.openModal({ state: 'form', draft, metadata: '{}' }));
  modals('its notice', views.nastyText, (p, text) => p.openModal({ state: 'notice', message: p.confirmation(text) }));
  modals('its skeleton', fc.constant(undefined), (p) => p.openModal({ state: 'loading' }));
  modals('the App Home', homeView, (p, v) => p.home(v));
  modals('the form that plans maintenance', maintenance.maintenanceForm, (p, v) => p.maintenanceForm(v));
  modals('the form that assigns roles', views.assignModalView, (p, v) => p.assignModal(v));
});

it('what a chart says for those who do not see it fits into Slack, and its file has a name', () => {
  fc.assert(
    fc.property(options, chartView, (o, v) => {
      const { altText, title, fileName, chart } = createPresenter(o).chart(v);
      expect(altText.length).toBeLessThanOrEqual(1_000);
      expect(title.length).toBeLessThanOrEqual(200);
      expect(fileName).toMatch(/^.+\.png$/);
      expect(chart.panels.length).toBeLessThanOrEqual(8);
    }),
    { numRuns: RUNS },
  );
});

describe('names', () => {
  it('a topic has at most 250 characters and no markup of a person', () => {
    fc.assert(
      fc.property(options, views.topicView, (o, v) => {
        const topic = createPresenter(o).topic(v);
        expect(topic.length).toBeLessThanOrEqual(250);
        expect(objectionsToMessage({ text: topic, blocks: [{ type: 'divider' }] }, views.KNOWN)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it("a channel name obeys Slack's rules, and another attempt is another name", () => {
    fc.assert(
      fc.property(options, views.incident, fc.integer({ min: 2, max: 99 }), (o, incident, attempt) => {
        const p = createPresenter(o);
        const name = p.channelName(incident);
        const other = p.channelName(incident, attempt);
        for (const candidate of [name, other]) expect(candidate).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])$/);
        expect(other).not.toBe(name);
        expect(p.channelName(incident)).toBe(name);
      }),
      { numRuns: RUNS },
    );
  });

  it('a meeting topic has at most 200 characters', () => {
    fc.assert(
      fc.property(options, views.incident, (o, incident) => {
        const topic = createPresenter(o).bridgeTopic(incident);
        expect(topic.length).toBeLessThanOrEqual(200);
        expect(topic).not.toMatch(/\p{Surrogate}|\n/u);
      }),
      { numRuns: RUNS },
    );
  });
});
