import { parse } from 'yaml';
import { add, addAll, type Edit, each, editedPlaybook, remove, rename, set, together } from '../../support/scenario/edit-playbook.ts';
import { COUPON_YML } from '../../support/scenario/shipped-playbook.ts';

const SHIPPED = parse(COUPON_YML);
const after = (...edits: Edit[]) => parse(editedPlaybook(edits));

it('without edits the playbook is the shipped one', () => {
  expect(after()).toEqual(SHIPPED);
});

it('changes what it names and nothing else', () => {
  const changed = after(
    set('briefing.refreshEvery', '30d'),
    set('escalation.A2.at', '20d'),
    set('escalation.0.repeatAtMost', 1),
    add('alerts.kafka', { topic: 'alerts' }),
    addAll('team', { languages: { incidents: 'ko' } }),
    remove('team.bridge.fallback'),
    remove('rows.*.after'),
    each<string>('rows.*.within', (within) => (within.endsWith('m') ? '30d' : within)),
    remove('analysis.logs.lock'),
    set(['messages', 'notice.delayed', 'en'], 'Late.'),
  );
  const expected = structuredClone(SHIPPED);
  expected.briefing.refreshEvery = '30d';
  expected.escalation[1].at = '20d';
  expected.escalation[0].repeatAtMost = 1;
  expected.alerts.kafka = { topic: 'alerts' };
  expected.team.languages = { incidents: 'ko' };
  delete expected.team.bridge.fallback;
  for (const row of Object.values<{ after?: string; within?: string }>(expected.rows)) {
    delete row.after;
    if (row.within?.endsWith('m')) row.within = '30d';
  }
  expected.analysis.logs = expected.analysis.logs.filter(({ name }: { name: string }) => name !== 'lock');
  expected.messages['notice.delayed'].en = 'Late.';
  expect(changed).toEqual(expected);
});

it('gives what it takes away from every item of a list', () => {
  const { escalation, signals } = after(
    remove('escalation.*.repeatEvery'),
    each<{ id: string }[]>('signals.*.thresholds', (all) => {
      const kept = all.filter(({ id }) => id === 'D1');
      return kept.length > 0 ? kept : undefined;
    }),
    each<{ id: string }>('escalation.*', (step) => (step.id === 'A3' ? step : undefined)),
  );
  expect(escalation).toEqual([{ id: 'A3', level: 'operations', at: '60m', repeatAtMost: 3 }]);
  expect(Object.keys(signals).filter((name) => signals[name].thresholds)).toEqual(['kafka_lag']);
});

it('a new name stands where the old one stood', () => {
  const keys = Object.keys(SHIPPED.rows).map((id) => (id === 'C2' ? 'C99' : id));
  expect(Object.keys(after(rename('rows.C2', 'C99')).rows)).toEqual(keys);
});

it('leaves the shipped playbook and its own values as they were', () => {
  const value = { sev1: '10m' };
  const edits = [set('updates.every', value), set('updates.every.sev1', '20m')];
  expect(after(...edits).updates.every).toEqual({ sev1: '20m' });
  expect(value).toEqual({ sev1: '10m' });
  expect(after()).toEqual(SHIPPED);
});

it.each<[string, Edit, RegExp]>([
  ['sets what is not there', set('briefing.refreshEvry', '30d'), /no briefing\.refreshEvry/],
  ['sets below what is not there', set('brieffing.refreshEvery', '30d'), /no brieffing\.refreshEvery/],
  ['sets below a value', set('briefing.trend.every', '30d'), /no briefing\.trend\.every/],
  ['sets the value that is there', set('briefing.refreshEvery', '60s'), /changes nothing: it is "60s" already/],
  ['sets the same list', set('team.oncall.L1', ['minji', 'junho']), /changes nothing/],
  ['adds what is there', add('watch.every', '15s'), /has watch\.every already/],
  ['adds nothing', add('watch.enabled', undefined), /nothing is to be added/],
  ['adds no names', addAll('mitigations', {}), /nothing is to be added/],
  ['adds below what is not there', add('wach.enabled', false), /no wach to add enabled to/],
  ['adds below a value', add('watch.every.more', 1), /takes no names/],
  ['adds a name to a list', add('escalation.A4', {}), /takes no names/],
  ['removes what is not there', remove('watch.enabled'), /no watch\.enabled/],
  ['removes no item', remove('escalation.A9'), /no escalation\.A9/],
  ['hits no row', remove('rows.*.afterwards'), /no rows\.\*\.afterwards/],
  ['changes no row', each('rows.*', (row) => row), /changes nothing/],
  ['sets the same of a threshold', set('signals.cpu.thresholds.D4.above', 0.85), /changes nothing/],
  ['names two thresholds at once', set('signals.error_rate.thresholds.D5.above', 0.1), /2 items called D5: say which/],
  ['renames what is not there', rename('rows.C9', 'C99'), /no rows\.C9/],
  ['renames several', rename('rows.*', 'C99'), /several rows\.\*/],
  ['renames to what is there', rename('rows.C2', 'C3'), /cannot be called C3/],
  ['is second among several', together([set('retro.notice', '1h'), set('retro.notice', '1h')]), /retro\.notice changes nothing/],
])('refuses an edit that %s', (_, edit, refusal) => {
  expect(() => after(edit)).toThrow(refusal);
});
