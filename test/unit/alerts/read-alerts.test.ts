import { parse } from 'yaml';
import type { IncomingAlert } from '../../../src/domain/alerts/alert.ts';
import { fingerprintBy } from '../../../src/domain/alerts/clean.ts';
import { decidingLabels } from '../../../src/domain/alerts/names.ts';
import { type ReadBody, readBody } from '../../../src/domain/alerts/read-body.ts';
import { readJson } from '../../../src/domain/foreign/read-json.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { ALERT_FORMATS } from '../../../src/web/alerts/index.ts';
import { add, editedPlaybook } from '../../support/scenario/edit-playbook.ts';
import { COUPON_YML } from '../../support/scenario/shipped-playbook.ts';

const BOUNDS = { depth: 24, fields: 100, always: new Set(['severity']), items: 1_000, text: 100_000 };

const withMapping = (generic: string) => parsePlaybook(editedPlaybook([add('alerts.generic', parse(generic))]), 'coupon.yml');

function read(door: string, body: unknown, playbook = parsePlaybook(COUPON_YML, 'coupon.yml')): ReadBody {
  const deciding = decidingLabels(playbook);
  const reader = ALERT_FORMATS.find(({ name }) => name === door)?.reader(playbook, deciding);
  if (!reader) throw new Error(`there is no door ${door}`);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return finished(readBody(finished(readJson(new TextEncoder().encode(text), BOUNDS)), reader, { most: BOUNDS.items }));
}

function finished<T>(work: Generator<void, T, void>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

const prom = (over: object = {}) => ({
  status: 'firing',
  labels: { alertname: 'A' },
  annotations: {},
  startsAt: '2026-03-03T05:00:00Z',
  fingerprint: 'f',
  ...over,
});
const one = (door: string, alert: unknown, playbook?: Parameters<typeof read>[2]): IncomingAlert | undefined =>
  read(door, door === 'generic' ? alert : { alerts: [alert] }, playbook).alerts[0];
const reasons = ({ setAside }: ReadBody) => setAside.map(({ item, reason }) => [item, reason.code]);

describe.each(['alertmanager', 'grafana'])('a body of %s', (door) => {
  it('met-A2: is taken item by item, each as far as it goes', () => {
    const body = read(door, {
      alerts: [
        prom(),
        prom({ fingerprint: 'g', labels: { alertname: 'B', code: 500, up: false, none: null, list: ['x', 1] } }),
        prom({ fingerprint: 'h', annotations: null }),
        'up',
        null,
        prom({ fingerprint: 7, startsAt: 'soon', annotations: { summary: 5, description: ['no'] } }),
        { status: 'bad' },
        prom({ fingerprint: 'i', labels: 'none', annotations: { summary: 'Only this' } }),
      ],
    });
    expect(reasons(body)).toEqual([
      [3, 'not-an-object'],
      [4, 'not-an-object'],
      [6, 'nameless'],
    ]);
    expect(body.alerts.map(({ title, fingerprint }) => [title, fingerprint])).toEqual([
      ['A', 'f'],
      ['B', 'g'],
      ['A', 'h'],
      ['5', '7'],
      ['Only this', 'i'],
    ]);
    expect(body.alerts[1]?.labels).toEqual({ alertname: 'B', code: '500', up: 'false', list: '["x",1]' });
    expect(body.alerts[3]).toMatchObject({ description: '["no"]' });
  });

  it('met-A2: gives the alerts that stood before it broke off', () => {
    const text = JSON.stringify({ alerts: [prom(), prom({ fingerprint: 'g' })] });
    const broken = read(door, text.slice(0, -20));
    expect([broken.alerts.map(({ fingerprint }) => fingerprint), reasons(broken)]).toEqual([['f'], [[1, 'unfinished']]]);
    expect(reasons(read(door, text.replace('"g"', 'oops')))).toEqual([[1, 'not-json']]);
    expect(reasons(read(door, 'up'))).toEqual([[0, 'not-json']]);
    expect(reasons(read(door, ''))).toEqual([[0, 'empty']]);
    expect(reasons(read(door, '{}'))).toEqual([[0, 'no-list']]);
    expect(reasons(read(door, '{"alerts": "none"}'))).toEqual([[0, 'no-list']]);
  });

  it('met-A1: makes a fingerprint from the labels, the same whatever else changes', () => {
    const without = (over: object) => one(door, { ...prom(over), fingerprint: undefined })?.fingerprint;
    expect(without({ annotations: { summary: 'CPU at 93 %' } })).toBe(without({ annotations: { summary: 'CPU at 94 %' } }));
    expect(without({ labels: { alertname: 'A', pod: 'b' } })).not.toBe(without({ labels: { alertname: 'A', pod: 'c' } }));
    expect(one(door, prom({ fingerprint: '' }))?.fingerprint).toBe(fingerprintBy('', { alertname: 'A' }));
  });

  it('met-A5: takes an empty text for none', () => {
    const alert = one(
      door,
      prom({
        annotations: { summary: ' ', runbook_url: '', description: '', message: 'Words' },
        generatorURL: 'http://prom/g',
        startsAt: '',
      }),
    );
    expect(alert).toEqual({
      fingerprint: 'f',
      status: 'firing',
      title: 'A',
      labels: { alertname: 'A' },
      description: 'Words',
      url: 'http://prom/g',
    });
    expect(one(door, prom({ annotations: { runbook_url: 'TBD' }, generatorURL: 'http://prom/g' }))?.url).toBe('http://prom/g');
    expect(one(door, prom({ labels: { pod: 'a', zone: 'b' } }))?.title).toBe('pod=a, zone=b');
  });

  it('fires unless it says that it is over', () => {
    const statuses = ['firing', 'resolved', 'Resolved', 'bad', undefined].map((status) => one(door, prom({ status }))?.status);
    expect(statuses).toEqual(['firing', 'resolved', 'resolved', 'firing', 'firing']);
    expect(read(door, { status: 'resolved', alerts: [{ ...prom(), status: undefined }] }).alerts[0]?.status).toBe('resolved');
  });

  it('met-A9: says how many alerts its sender left out', () => {
    expect(read(door, { alerts: [prom()], truncatedAlerts: 37 }).alerts[0]?.leftOut).toEqual({ alerts: 37 });
    expect(read(door, { alerts: [prom()], truncatedAlerts: '37' }).alerts[0]?.leftOut).toEqual({ alerts: 37 });
    expect(read(door, { alerts: [prom()], truncatedAlerts: 0 }).alerts[0]?.leftOut).toBeUndefined();
  });

  it('met-K18: keeps so many labels, those that decide first, and counts the others', () => {
    const labels = { ...Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`l${n}`, 'x'])), alertname: 'A', severity: 'critical' };
    const body = read(door, { alerts: [prom({ labels })] });
    expect(body.alerts[0]?.labels).toMatchObject({ severity: 'critical', l0: 'x' });
    expect(Object.keys(body.alerts[0]?.labels ?? {})).toHaveLength(64);
    // The name came behind those that were looked at.
    expect(body.alerts[0]?.leftOut).toEqual({ labels: 502 - 64 });
    expect(body.cut).toEqual([{ item: 0, labels: 502 - 64 }]);
    const long = one(door, prom({ labels: Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`l${n}`, 'x'.repeat(5_000)])) }));
    expect(JSON.stringify(long?.labels).length).toBeLessThan(10_000);
  });

  it('reads no more alerts of one body than are stated', () => {
    const body = read(door, { alerts: Array.from({ length: 1_005 }, (_, n) => prom({ fingerprint: `f${n}` })) });
    expect([body.alerts.length, reasons(body), body.setAside[0]?.count]).toEqual([1_000, [[1_000, 'too-many']], 5]);
  });
});

describe('a body of many documents', () => {
  it.each([
    ['one alert on each line', Array.from({ length: 1_005 }, (_, n) => JSON.stringify({ title: `T${n}` })).join('\n'), 1_000, 5],
    [
      'lists behind each other',
      Array.from({ length: 4 }, (_, n) => JSON.stringify(Array.from({ length: 400 }, (_each, m) => ({ title: `T${n} ${m}` })))).join('\n'),
      1_000,
      600,
    ],
    ['what is no alert', '1,'.repeat(3_000), 0, 2_000],
  ])('holds no more than one list may: %s', (_, text, accepted, beyond) => {
    const body = read('generic', text);
    const rest = body.setAside.filter(({ reason }) => reason.code === 'too-many');
    expect([body.alerts.length, rest]).toEqual([
      accepted,
      [{ item: 1_000, reason: { code: 'too-many', most: 1_000 }, count: beyond, extent: undefined }],
    ]);
    expect(body.setAside).toHaveLength(accepted === 0 ? 1_001 : 1);
  });

  it('lets others have a turn whatever they are', () => {
    const json = finished(readJson(new TextEncoder().encode('1,'.repeat(1_000)), BOUNDS));
    const reader = ALERT_FORMATS.find(({ name }) => name === 'generic')?.reader(parsePlaybook(COUPON_YML, 'coupon.yml'), new Set());
    const turns = readBody(json, reader as NonNullable<typeof reader>, { most: 1_000 });
    let pauses = 0;
    while (!turns.next().done) pauses += 1;
    expect(pauses).toBeGreaterThanOrEqual(19);
  });
});

it('met-A8: shows the rule and the error of a Grafana alert about its data', () => {
  const labels = { alertname: 'DatasourceNoData', rulename: 'Coupons fail', datasource_uid: 'x' };
  expect(one('grafana', prom({ labels, annotations: { summary: 'Too many failures' } }))).toMatchObject({
    title: 'DatasourceNoData: Coupons fail',
    description: 'Too many failures',
  });
  const failed = prom({
    labels: { ...labels, alertname: 'DatasourceError' },
    annotations: { Error: '[plugin] connection refused', description: 'More' },
  });
  expect(one('grafana', failed)).toMatchObject({
    title: 'DatasourceError: Coupons fail',
    description: '[plugin] connection refused\nMore',
  });
  expect(one('alertmanager', failed)?.title).toBe('DatasourceError: Coupons fail');
});

describe("anybody's JSON", () => {
  it('is read with no rules at all', () => {
    expect(one('generic', { title: 'Disk full', labels: { host: 'db1', n: 3 }, startsAt: 1_772_539_200 })).toEqual({
      fingerprint: fingerprintBy('Disk full', { host: 'db1', n: '3' }),
      status: 'firing',
      title: 'Disk full',
      labels: { host: 'db1', n: '3' },
      startsAt: '2026-03-03T12:00:00.000Z',
    });
    expect(read('generic', [{ title: 'A', status: 'OK' }, { title: 'B' }]).alerts.map(({ status }) => status)).toEqual([
      'resolved',
      'firing',
    ]);
    expect(read('generic', '{"title":"A"}\n{"title":"B"}\n').alerts.map(({ title }) => title)).toEqual(['A', 'B']);
    expect(read('generic', '[]')).toMatchObject({ alerts: [], setAside: [] });
  });

  it('met-A2: is taken item by item; one without a title gets a name from its labels, or is set aside', () => {
    const body = read('generic', [
      { title: 'A' },
      { id: 2 },
      { id: 3, labels: { alertname: 'C' } },
      { id: 4, description: 'It broke\nbadly' },
      5,
    ]);
    expect(body.alerts.map(({ title }) => title)).toEqual(['A', 'C', 'It broke']);
    expect(reasons(body)).toEqual([
      [1, 'no-title'],
      [4, 'not-an-object'],
    ]);
  });

  it.each([
    ['7', 'not-an-object'],
    ['null', 'not-an-object'],
    ['{}', 'no-title'],
    ['{"title": " "}', 'no-title'],
    ['{"half": ', 'unfinished'],
    ['a=b', 'not-json'],
  ])('%s is set aside whole', (body, code) => {
    expect(reasons(read('generic', body))).toEqual([[0, code]]);
  });

  it('takes labels in any of the ways in which they are written', () => {
    const labels = (written: unknown) => one('generic', { title: 'A', labels: written })?.labels;
    expect(
      labels([
        { name: 'host', value: 'db1' },
        { key: 'n', value: 2 },
      ]),
    ).toEqual({ host: 'db1', n: '2' });
    expect(labels(['env:prod', 'zone=a'])).toEqual({ env: 'prod', zone: 'a' });
    expect(labels('env:prod, url:http://x')).toEqual({ env: 'prod', url: 'http://x' });
    expect(labels(null)).toEqual({});
  });

  it('met-A12: takes a time without a zone by the clock of the mapping, else UTC', () => {
    const alert = { title: 'A', startsAt: '2026-03-03 04:58:38' };
    expect(one('generic', alert)?.startsAt).toBe('2026-03-03T04:58:38.000Z');
    expect(one('generic', alert, withMapping('{ zone: Asia/Seoul }'))?.startsAt).toBe('2026-03-02T19:58:38.000Z');
  });

  it('met-A16: reaches keys with dots, quoted or not', () => {
    const mapping = (path: string) => withMapping(`{ labels: { pod: '${path}' } }`);
    const alert = { title: 'A', labels: { 'k8s.pod.name': 'dotted' }, k8s: { pod: { name: 'nested' } }, items: [{ 'a.b': 'listed' }] };
    const pod = (path: string) => one('generic', alert, mapping(path))?.labels.pod;
    expect(pod('labels.k8s.pod.name')).toBe('dotted');
    expect(pod('labels."k8s.pod.name"')).toBe('dotted');
    expect(pod('labels["k8s.pod.name"]')).toBe('dotted');
    expect(pod('k8s.pod.name')).toBe('nested');
    expect(pod('items[0].a.b')).toBe('listed');
    expect(pod('labels."k8s".pod.name')).toBeUndefined();
    expect(one('generic', { title: 'A', 'k8s.pod.name': 'literal', k8s: alert.k8s }, mapping('k8s.pod.name'))?.labels.pod).toBe('literal');
    for (const path of ['a..b', '"open', '.a', 'a.', 'a b', 'a[b]']) expect(() => mapping(path)).toThrow(/is not a path/);
  });

  it('reads no inherited field', () => {
    expect(reasons(read('generic', {}, withMapping('{ title: constructor.name }')))).toEqual([[0, 'no-title']]);
  });

  describe('met-A20: a mapping that says which words fire', () => {
    const opsgenie = withMapping(
      '{ title: alert.message, fingerprint: alert.alertId, status: action, firing: [Create, UnSnooze], resolved: [Close, Delete], labels: { severity: alert.priority } }',
    );
    const sent = (action?: string) => ({ action, alert: { alertId: 'x', message: 'Slow', priority: 'P1' } });
    it('fires by these alone; others change nothing, and none at all is seen', () => {
      expect(one('generic', sent('Create'), opsgenie)).toMatchObject({ status: 'firing', title: 'Slow', labels: { severity: 'P1' } });
      expect(one('generic', sent('close'), opsgenie)).toMatchObject({ status: 'resolved' });
      for (const action of ['AddNote', 'Acknowledge', 'AssignOwnership']) {
        expect(read('generic', sent(action), opsgenie)).toMatchObject({ alerts: [], setAside: [], unchanged: 1 });
      }
      expect(reasons(read('generic', sent(), opsgenie))).toEqual([[0, 'no-status']]);
    });
  });
});

describe('met-A13: what Amazon SNS delivers', () => {
  const wrap = (message: string, over: object = {}) => ({
    Type: 'Notification',
    MessageId: 'm',
    TopicArn: 'arn:aws:sns:ap-northeast-2:1:alarms',
    Subject: 'ALARM: "cpu"',
    Message: message,
    Timestamp: '2026-03-03T05:00:00.000Z',
    ...over,
  });
  const alarm = (state: string) =>
    JSON.stringify({
      AlarmName: 'cpu',
      AlarmArn: 'arn:cpu',
      NewStateValue: state,
      NewStateReason: 'Threshold Crossed',
      StateChangeTime: '2026-03-03T04:59:00.000+0000',
      Trigger: { MetricName: 'CPUUtilization', Dimensions: [{ name: 'InstanceId', value: 'i-1' }] },
    });

  it('is the alarm of CloudWatch that is in it', () => {
    expect(one('generic', wrap(alarm('ALARM')))).toEqual({
      fingerprint: 'arn:cpu',
      status: 'firing',
      title: 'cpu',
      labels: { InstanceId: 'i-1' },
      description: 'Threshold Crossed',
      startsAt: '2026-03-03T04:59:00.000Z',
    });
    expect(one('generic', wrap(alarm('OK')))).toMatchObject({ fingerprint: 'arn:cpu', status: 'resolved' });
  });

  it('is any text, or any object that a mapping knows', () => {
    expect(one('generic', wrap('Disk full\non db1'))).toMatchObject({
      title: 'ALARM: "cpu"',
      description: 'Disk full\non db1',
      status: 'firing',
    });
    expect(one('generic', wrap('Disk full\non db1', { Subject: null }))?.title).toBe('Disk full');
    expect(one('generic', wrap('{"what": {"is": "Own"}}'), withMapping('{ title: what.is }'))?.title).toBe('Own');
  });

  it('asks a person to confirm a subscription, at Amazon’s addresses only', () => {
    const confirm = (url: string) => read('generic', wrap('You have chosen', { Type: 'SubscriptionConfirmation', SubscribeURL: url }));
    const url = 'https://sns.ap-northeast-2.amazonaws.com/?Action=ConfirmSubscription&Token=1';
    expect(confirm(url).handshakes).toEqual([{ topic: 'arn:aws:sns:ap-northeast-2:1:alarms', url }]);
    for (const bad of [
      'http://sns.eu-west-1.amazonaws.com/?a',
      'https://sns.eu-west-1.amazonaws.com.evil.example/?a',
      'https://evil.example/sns.a.amazonaws.com/',
      '',
    ]) {
      expect(reasons(confirm(bad))).toEqual([[0, 'bad-handshake']]);
    }
    expect(read('generic', wrap('x', { Type: 'UnsubscribeConfirmation' }))).toMatchObject({ alerts: [], setAside: [], handshakes: [] });
  });
});
