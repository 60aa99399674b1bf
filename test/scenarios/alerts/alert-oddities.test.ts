import { expectDetected } from '../../support/examples/detected.ts';
import { alertsOf, fire, openIncidents, quiet } from '../../support/scenario/alert-sender.ts';
import { scenario } from '../../support/scenario/scenario.ts';

/** Small inputs of ours for what senders do in the wild. */

it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'S99'])(
  'met-K6: shows an incident whose alert names the scenario "%s", and lets honest alerts join it',
  async (name) => {
    const s = await scenario(quiet());
    await fire(s, { name: 'Odd', labels: Object.fromEntries([['scenario', name]]) });
    const { incident, briefing } = await expectDetected(s, 1, /Odd/);
    expect(incident.scenario).toBeNull();
    expect(s.textNow(briefing)).toMatch(/Odd/);
    await fire(s, { name: 'Honest' });
    s.expectPosted('#1', /One more alert[\s\S]*Honest/);
    expect((await alertsOf(s)).map(({ incidentId }) => incidentId)).toEqual([1, 1]);
  },
);

it('met-K6: shows an incident that an earlier release stored with such a scenario', async () => {
  const s = await scenario(quiet());
  await fire(s, { name: 'Odd' });
  const { briefing } = await expectDetected(s, 1, /Odd/);
  await s.app.runtime.storage.incidents.place(1, { scenario: 'constructor' });
  expect((await s.says('minji', 'status #1')).answer).toMatch(/Odd/);
  expect((await s.says('minji', 'list')).answer).toMatch(/Odd/);
  expect((await s.says('minji', 'brief #1')).answer).not.toMatch(/not your mistake/);
  expect((await s.says('minji', 'mitigate #1')).answer).not.toMatch(/not your mistake/);
  await s.says('minji', 'severity sev1 #1');
  await s.says('minji', 'resolve #1');
  await s.advance('30s');
  expect(s.textNow(briefing)).toMatch(/resolved/i);
  expect(await openIncidents(s)).toEqual([]);
  s.takeAll();
});

describe('met-A7d: an alert of less weight that fires the whole time', () => {
  it.each([
    ['info', 'Errors'],
    ['info', 'Other'],
    ['warning', 'Errors'],
    ['low', 'Other'],
  ])('(%s) does not hide that %s fires after the mitigation', async (severity, again) => {
    const s = await scenario(quiet());
    const startsAt = s.now();
    await fire(s, { name: 'Lesser', labels: { severity }, startsAt }, { name: 'Errors', labels: { severity: 'critical' }, startsAt });
    await expectDetected(s, 1, /opened by 2 alerts/);
    await fire(s, { name: 'Errors', labels: { severity: 'critical' }, status: 'resolved', startsAt });
    const notice = s.expectPosted('#1', /An alert is over/);
    expect(notice.text).toMatch(
      severity === 'warning' ? /One alert is still firing/ : /Only an informational alert is still firing[\s\S]*resolve the incident/,
    );
    await s.says('minji', 'mitigated #1');
    s.takeAll();
    await s.advance('5m');
    await fire(s, { name: again, labels: { severity: 'critical' } });
    expect((await s.incident(1)).state).toBe('reopened');
    s.expectPosted('#1', /One more alert/);
    for (const where of ['#1', 'status']) s.expectPosted(where, /open again \(an alert from Alertmanager\)/);
    s.expectDirect('minji', /You are paged/);
  });

  it('calls nobody when only a note begins after the mitigation', async () => {
    const s = await scenario(quiet());
    const startsAt = s.now();
    await fire(s, { name: 'Errors', labels: { severity: 'critical' }, startsAt });
    await expectDetected(s, 1, /Errors/);
    await fire(s, { name: 'Errors', labels: { severity: 'critical' }, status: 'resolved', startsAt });
    await s.says('minji', 'mitigated #1');
    s.takeAll();
    await fire(s, { name: 'Note', labels: { severity: 'info' } });
    s.expectPosted('#1', /One more alert[\s\S]*Note/);
    expect((await s.incident(1)).state).toBe('mitigated');
  });

  it('calls when a sender that never tells the end says that it began anew', async () => {
    const s = await scenario(quiet());
    await fire(s, { name: 'Errors' });
    await expectDetected(s, 1, /Errors/);
    await s.says('minji', 'mitigated #1');
    s.takeAll();
    await s.advance('5m');
    await fire(s, { name: 'Errors' });
    expect((await s.incident(1)).state).toBe('reopened');
    s.takeAll();
  });
});

it('met-A7: counts a heartbeat, calls nobody for it and lends no incident its title', async () => {
  const s = await scenario(quiet());
  const startsAt = s.now();
  const watchdog = { name: 'Watchdog', labels: { severity: 'none' }, startsAt };
  await fire(s, watchdog);
  await fire(s, watchdog);
  s.expectNothingElse();
  await fire(s, watchdog, { name: 'Errors', labels: { severity: 'critical' } });
  const { incident } = await expectDetected(s, 1, /opened by an alert/);
  expect(incident).toMatchObject({ title: 'Errors', severity: 'sev1' });
  expect((await alertsOf(s)).map(({ title, times, incidentId }) => [title, times, incidentId])).toEqual([
    ['Watchdog', 3, null],
    ['Errors', 1, 1],
  ]);
});
