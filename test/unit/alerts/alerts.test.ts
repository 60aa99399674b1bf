import { parse } from 'yaml';
import { type Alert, groupKeyOf, type IncomingAlert, isWholeService } from '../../../src/domain/alerts/alert.ts';
import { cleanAlert, fingerprintBy } from '../../../src/domain/alerts/clean.ts';
import { foldAlert } from '../../../src/domain/alerts/fold-alert.ts';
import { judgeAlert, mutedBy } from '../../../src/domain/alerts/judge-alert.ts';
import { roomAt } from '../../../src/domain/alerts/room.ts';
import type { Weight } from '../../../src/domain/alerts/weight.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { editedPlaybook, set } from '../../support/scenario/edit-playbook.ts';
import { COUPON_YML } from '../../support/scenario/shipped-playbook.ts';

const NOON = new Date('2026-03-03T12:00:00Z');
const at = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
const SHIPPED = parsePlaybook(COUPON_YML, 'coupon.yml');
const playbookWith = (alerts: string) => parsePlaybook(editedPlaybook([set('alerts', parse(alerts))]), 'coupon.yml');

function incoming(
  over: Partial<IncomingAlert> = {},
): IncomingAlert & { source: string; service: string; groupKey: string; weight: Weight } {
  const { weight } = judgeAlert(SHIPPED, { labels: over.labels ?? {} });
  return { source: 'test', service: 'coupon', groupKey: 'g', weight, fingerprint: 'f', status: 'firing', title: 'T', labels: {}, ...over };
}

/** Takes them in one after the other, a minute apart; decides about each unless told otherwise. */
function fold(alerts: readonly Partial<IncomingAlert>[], { decided = true } = {}): (Alert | undefined)[] {
  let known: Alert | undefined;
  return alerts.map((alert, minute) => {
    known = foldAlert(known && (decided ? { ...known, news: null } : known), incoming(alert), at(minute));
    return known;
  });
}

const news = (alerts: readonly Partial<IncomingAlert>[], options?: { decided: boolean }) =>
  fold(alerts, options).map((alert) => alert?.news);
const resolved = { status: 'resolved' } as const;

describe('what is known of an alert', () => {
  it('begins with the first that fires, and counts', () => {
    expect(fold([{}, {}, {}]).map((alert) => [alert?.news, alert?.times])).toEqual([
      ['fired', 1],
      [null, 2],
      [null, 3],
    ]);
  });

  it('ends, and begins anew', () => {
    expect(news([{}, resolved, {}])).toEqual(['fired', 'resolved', 'fired']);
    expect(news([resolved, {}])).toEqual([undefined, 'fired']);
    expect(news([{}, resolved, resolved])).toEqual(['fired', 'resolved', null]);
  });

  it('is not mistaken by copies that come late', () => {
    const startsAt = at(-10).toISOString();
    expect(news([{ startsAt }, { ...resolved, startsAt }, { startsAt }])).toEqual(['fired', 'resolved', null]);
    const later = at(-5).toISOString();
    expect(news([{ startsAt: later }, { ...resolved, startsAt }])).toEqual(['fired', null]);
  });

  it('keeps what nobody has decided about yet', () => {
    expect(news([{}, {}, {}], { decided: false })).toEqual(['fired', 'fired', 'fired']);
    expect(news([{}, resolved], { decided: false })).toEqual(['fired', 'resolved']);
  });

  it('notices when it gets worse, and when its sender says that it began anew', () => {
    expect(news([{ labels: { severity: 'warning' } }, { labels: { severity: 'critical' } }])).toEqual(['fired', 'worse']);
    expect(news([{ labels: { severity: 'critical' } }, { labels: { severity: 'warning' } }])).toEqual(['fired', null]);
    expect(news([{ startsAt: at(-3).toISOString() }, { startsAt: at(-1).toISOString() }])).toEqual(['fired', 'again']);
  });

  it('is no worse only because nobody weighed it before', () => {
    const labels = { severity: 'critical' };
    const [known] = fold([{ labels }]);
    const old = { ...(known as Alert), weight: null, news: null };
    expect(foldAlert(old, incoming({ labels }), at(1))).toMatchObject({ news: null, weight: 4 });
    const warned = { ...old, labels: { severity: 'warning' } };
    expect(foldAlert(warned, incoming({ labels }), at(1))).toMatchObject({ news: 'worse', weight: 4 });
  });

  it('begins no later than it was heard of', () => {
    expect(fold([{ startsAt: at(60).toISOString() }])[0]?.startsAt).toEqual(NOON);
    expect(fold([{ startsAt: 'tomorrow' }])[0]?.startsAt).toEqual(NOON);
  });
});

describe('a group', () => {
  it('is the service unless the playbook says otherwise', () => {
    const shipped = parsePlaybook(COUPON_YML, 'coupon.yml');
    expect(groupKeyOf(shipped, {})).toBe('service=coupon');
    expect(groupKeyOf(shipped, { service: 'other' })).toBe('service=other');
    expect([isWholeService(shipped, 'service=coupon'), isWholeService(shipped, 'service=other')]).toEqual([true, false]);
    const own = playbookWith('{ groupBy: [cluster, alertname] }');
    expect(groupKeyOf(own, { alertname: 'A' })).toBe('cluster=,alertname=A');
    expect(isWholeService(own, groupKeyOf(own, {}))).toBe(false);
    expect(groupKeyOf(playbookWith('{ groupBy: [] }'), { a: 'b' })).toBe('all');
  });
});

describe('the verdict', () => {
  const playbook = playbookWith(
    '{ routes: [{ match: { alertname: "/Kafka.*/" }, scenario: S2 }, { match: { team: db, severity: critical }, severity: sev1 }, { match: { team: db }, ignore: true }] }',
  );
  it.each([
    [{ alertname: 'KafkaLag' }, { scenario: 'S2', severity: 'sev1', ignored: false }],
    [{ alertname: 'NotKafkaLag' }, { scenario: null, severity: 'sev2' }],
    [
      { team: 'db', severity: 'critical' },
      { severity: 'sev1', ignored: false },
    ],
    [{ team: 'db' }, { ignored: true }],
    [{ scenario: 'S4' }, { scenario: 'S4', severity: 'sev3' }],
    [
      { scenario: 'S4', severity: 'sev1' },
      { scenario: 'S4', severity: 'sev1' },
    ],
    [
      { scenario: 'S99', severity: 'critical' },
      { scenario: null, severity: 'sev1' },
    ],
    [{ severity: 'info' }, { severity: 'sev3' }],
    [{ severity: 'Page' }, { severity: 'sev1' }],
  ])('of %j', (labels: Record<string, string>, expected) => {
    expect(judgeAlert(playbook, { labels })).toMatchObject(expected);
  });

  it('mutes inside the window and only what matches', () => {
    const muted = playbookWith(
      '{ maintenance: [{ from: 2026-03-03T12:00Z, to: 2026-03-03T13:00Z, match: { team: db }, reason: upgrade }] }',
    );
    const window = (labels: Record<string, string>, minute: number) => mutedBy(muted, { labels }, at(minute))?.reason;
    expect([window({ team: 'db' }, -1), window({ team: 'db' }, 0), window({ team: 'db' }, 59), window({ team: 'db' }, 60)]).toEqual([
      undefined,
      'upgrade',
      'upgrade',
      undefined,
    ]);
    expect(window({ team: 'web' }, 1)).toBeUndefined();
  });
});

describe('room for one more incident', () => {
  const rule = { atMost: 2, per: 600_000 };
  it('is there, or comes when the oldest that counts leaves the window', () => {
    expect(roomAt([], rule, NOON)).toBeUndefined();
    expect(roomAt([at(-1), at(-20)], rule, NOON)).toBeUndefined();
    expect(roomAt([at(-1), at(-4)], rule, NOON)).toEqual(at(6));
    expect(roomAt([at(-1), at(-2), at(-9)], rule, NOON)).toEqual(at(8));
  });
});

it('gives long names short ones that differ', () => {
  const clean = (fingerprint: string) => cleanAlert(incoming({ fingerprint })).fingerprint;
  const [one, two] = [clean(`${'x'.repeat(500)}1`), clean(`${'x'.repeat(500)}2`)];
  expect(one.length).toBeLessThanOrEqual(100);
  expect(one).not.toBe(two);
  // As those that were made in numbers of any size: what fires while a release changes keeps its name.
  expect(one).toBe(`${'x'.repeat(60)}~${slowHash(`${'x'.repeat(500)}1`)}`);
  expect(fingerprintBy('t', { a: '1', b: '2' })).toBe(fingerprintBy('t', { b: '2', a: '1' }));
});

/** FNV-1a with 64 bits, as it is written down. */
function slowHash(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  return hash.toString(16);
}
