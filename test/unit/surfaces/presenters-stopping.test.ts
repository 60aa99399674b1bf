import '../../support/examples/pseudo-language.ts';
import fc from 'fast-check';
import { createPresenter } from '../../../src/bot/surfaces/presenter.ts';
import type { ChatMessage } from '../../../src/domain/chat/message.ts';
import { MITIGATION_RUN_STATES, OUTCOMES } from '../../../src/domain/mitigation/plan.ts';
import type { FreezeView, MitigationRunView } from '../../../src/views/mitigation.ts';
import { frozenRunEndedView } from '../../support/examples/mitigation-arbitraries.ts';
import { PSEUDO } from '../../support/examples/pseudo-locale.ts';
import { testSeed } from '../../support/examples/seed.ts';
import { KNOWN } from '../../support/examples/view-arbitraries.ts';
import { aBriefing, anIncident, NOW, presenterIn } from '../../support/examples/view-examples.ts';
import { objectionsToMessage } from '../../support/scenario/block-kit-limits.ts';
import { renderText } from '../../support/scenario/render-text.ts';

/** How people read of mitigations that were stopped on their way. */

fc.configureGlobal({ seed: testSeed() });
const TITLE = { en: 'Add consumers', ko: 'consumer 증설' };
const en = presenterIn('en');
const ko = presenterIn('ko');

function aRun(over: Partial<MitigationRunView>): MitigationRunView {
  const change = { id: '1', where: 'replicas', from: { value: 10 }, to: 20, back: 10, byHand: { set: 'set 20', back: 'set 10' } };
  return {
    incident: anIncident(),
    id: 12,
    name: 'scale-consumers',
    title: TITLE,
    effect: TITLE,
    state: 'executing',
    plan: { parameters: {}, changes: [change], warnings: [], details: [], undo: { en: 'Back to 10', ko: '10개로' }, data: {} },
    by: 'U0KIM',
    overlaps: [],
    now: NOW,
    ...over,
  };
}
const buttonsOf = (message: ChatMessage): string[] => JSON.stringify(message.blocks).match(/(?<="action_id":")[^"]+/g) ?? [];

it.each<[string, Partial<MitigationRunView>, RegExp, string[]]>([
  ['stopping', { stopBy: 'U0JUNHO', steps: { done: 1, of: 3 } }, /⏹ Stopping.*@U0JUNHO asked for it/s, []],
  [
    'held',
    { state: 'held', steps: { done: 2, of: 5 }, problem: { code: 'frozen', text: 'x', by: 'U0JUNHO' } },
    /⏸ Held half-way.*2 of 5 steps were done.*@U0JUNHO froze everything/s,
    ['undo', 'keep'],
  ],
  [
    'held on its way back',
    { state: 'held', undoBy: 'bongsu', undoWhy: 'expired' },
    /⏸ Held: it is undone when the freeze ends/,
    ['undo', 'keep'],
  ],
  ['halted', { state: 'ended', outcome: 'halted', steps: { done: 1, of: 2 } }, /■ Stopped half-way.*1 of 2 steps were done/s, ['undo']],
  [
    'stopped',
    { state: 'ended', outcome: 'stopped', problem: { code: 'stopped', text: 'x', by: 'U0JUNHO' } },
    /■ Never begun.*@U0JUNHO stopped it/s,
    [],
  ],
])('says where a %s run stands and what can be pressed', (_, over, said, buttons) => {
  const message = en.mitigationRun(aRun(over));
  expect(renderText(message)).toMatch(said);
  expect(buttonsOf(message)).toEqual(buttons.map((what) => `command.mitigate-${what}.12`));
});

it('met-K1: names in the notice of a freeze what is still going, and in that of its end what is held', () => {
  const frozen: FreezeView = {
    by: 'U0JUNHO',
    at: NOW,
    runs: [
      { title: TITLE, sent: true, run: { id: 12, incidentId: 7 } },
      { title: TITLE, sent: false },
    ],
  };
  const text = renderText(en.freezeNotice(frozen));
  expect(text).toMatch(/Still going:\n• Add consumers \(#7, run 12\): a step was sent already and cannot be called back/);
  expect(text).toMatch(/• Add consumers, in a private incident: between two steps; it begins no other/);
  expect(renderText(en.freezeNotice({ ...frozen, liftedBy: 'U0LEE' }))).toMatch(
    /Held half-way until somebody decides:\n• Add consumers \(#7, run 12\)/,
  );
  expect(renderText(ko.freezeNotice(frozen))).toMatch(/아직 진행 중:\n• consumer 증설 \(#7, 실행 12\)/);
});

it('met-K1: has words for every end of what was still going, in both languages', () => {
  for (const presenter of [en, ko])
    for (const state of MITIGATION_RUN_STATES)
      for (const outcome of state === 'ended' ? OUTCOMES : [undefined]) {
        const view = { incident: anIncident(), id: 12, title: TITLE, state, ...(outcome && { outcome }), now: NOW };
        expect(presenter.frozenRunEnded(view).text).toMatch(/^❄ .*12/);
      }
});

it("keeps Slack's limits and harms nobody, whatever is in it", () => {
  fc.assert(
    fc.property(fc.constantFrom('en', 'ko', PSEUDO), frozenRunEndedView, (language, view) => {
      const presenter = createPresenter({
        language,
        zone: 'Asia/Seoul',
        service: { key: 'coupon', name: TITLE },
        channelPrefix: 'inc',
        command: '/incident',
      });
      expect(objectionsToMessage(presenter.frozenRunEnded(view), KNOWN)).toEqual([]);
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 150) },
  );
});

describe('what a run changes', () => {
  const restarts = {
    id: '2',
    where: 'deployment x, restart',
    title: { en: 'JVM', ko: 'JVM' },
    restarts: true as const,
    from: { value: null },
    to: 'restart',
    back: 'restart',
    byHand: { set: '', back: '' },
  };
  const shows = (over: Partial<MitigationRunView>, language = en) => {
    const plan = aRun({}).plan;
    const [change] = plan.changes;
    const titled = { ...(change as NonNullable<typeof change>), title: { en: 'Consumer instances', ko: 'consumer 인스턴스' } };
    return renderText(language.mitigationRun(aRun({ ...over, plan: { ...plan, changes: [titled, restarts] } })));
  };

  it('met-B13: is shown as it is by now: undone is back where it was, and never begun is as it was', () => {
    expect(shows({ state: 'running' })).toMatch(/• Consumer instances: 10 → \*20\*\n• JVM: \*restart\*/);
    expect(shows({ state: 'undoing' })).toMatch(/• Consumer instances: 20 → \*10\*\n• JVM: \*restart once more\*/);
    expect(shows({ state: 'ended', outcome: 'undone' })).toMatch(/• Consumer instances: 20 → \*10\*/);
    expect(shows({ state: 'ended', outcome: 'failed', undoWhy: 'failed' })).toMatch(/20 → \*10\*/);
    expect(shows({ state: 'ended', outcome: 'failed' })).toMatch(
      /• Consumer instances: still \*10\* \(planned: 20\)\n• JVM: not restarted/,
    );
    expect(shows({ state: 'ended', outcome: 'stopped' })).toMatch(/still \*10\*/);
    expect(shows({ state: 'ended', outcome: 'stopped' }, ko)).toMatch(/• consumer 인스턴스: \*10\* 그대로 \(계획: 20\)/);
  });

  it('met newcomer 9: is called as people call it, not by its address', () => {
    for (const language of [en, ko]) expect(shows({ state: 'running' }, language)).not.toMatch(/deployment x|replicas/);
  });
});

it('met newcomer 6: the briefing offers no plan while every signal is as it should be and nothing speaks for a cause', () => {
  const offers = [{ name: 'restart', title: TITLE, effect: TITLE, rows: [], fits: true }];
  const off = aBriefing({ offers });
  const plans = (view: typeof off) => buttonsOf(en.briefing(view)).filter((id) => id.startsWith('command.mitigate.'));
  const calm = {
    ...off,
    readings: off.readings.map((view) => ({
      ...view,
      reading: { signal: view.reading.signal, state: 'normal' as const, value: 1, trend: [] },
      change: {},
    })),
  };
  expect(plans(off)).toEqual(['command.mitigate.restart']);
  expect(plans({ ...calm, diagnosis: undefined as never })).toEqual([]);
  // A value that is missing is no calm, and neither is a cause that stands out within all limits.
  expect(plans({ ...calm, readings: [], metricsProblem: 'away' })).toEqual(['command.mitigate.restart']);
  const cause = {
    scenario: 'S2',
    key: 'x',
    title: TITLE,
    component: TITLE,
    confidence: 'likely' as const,
    evidence: [],
    ruledOutBy: [],
    mitigations: [],
  };
  const diagnosis = { incident: off.incident, causes: [cause], suffering: [], now: NOW };
  expect(plans({ ...calm, diagnosis })).toEqual(['command.mitigate.restart']);
  expect(plans({ ...calm, diagnosis: { ...diagnosis, past: true } })).toEqual([]);
});
