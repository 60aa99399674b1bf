import fc from 'fast-check';
import { parse } from 'yaml';
import { judgeAlert } from '../../../src/domain/alerts/judge-alert.ts';
import { type Rank, rankOfWord } from '../../../src/domain/alerts/severity-words.ts';
import { breaksCalm, firingIn, type Tally, type Weight } from '../../../src/domain/alerts/weight.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { editedPlaybook, set } from '../../support/scenario/edit-playbook.ts';
import { COUPON_YML } from '../../support/scenario/shipped-playbook.ts';

const shipped = parsePlaybook(COUPON_YML, 'coupon.yml');
const withAlerts = (alerts: string) => parsePlaybook(editedPlaybook([set('alerts', parse(alerts))]), 'coupon.yml');
const severityOf = (severity: string, playbook = shipped) => judgeAlert(playbook, { labels: { severity } }).severity;

describe('met-A11: the word of an alert for its severity', () => {
  const WORDS: Record<Rank, string[]> = {
    sev1: [
      'critical',
      'CRITICAL',
      'Sev0',
      'P0',
      'crit',
      'urgent',
      'blocker',
      'sev-1',
      'SEV 1',
      'sev_1',
      '1',
      'p1',
      '[P1]',
      'page',
      'emergency',
      'fatal',
      'disaster',
      'Disaster',
      'Emerg',
      'alert',
      'highest',
      '1 - Critical',
      'critical (1)',
      'down',
      '심각',
      '긴급',
    ],
    sev2: ['warning', 'Warn', 'error', 'ERR', 'high', 'major', 'P2', 'sev2', '2', 'Average', '2-Major', '경고'],
    sev3: ['sev3', 'P3', 'minor', 'medium', 'Moderate', '3 - Minor', 'non-critical', '주의'],
    info: ['info', 'Information', 'informational', 'notice', 'low', 'P4', 'P5', 'debug', 'Sev4', '정보'],
    none: ['none', 'None', 'heartbeat', 'ok', 'success'],
  };
  it.each(Object.entries(WORDS).flatMap(([rank, words]) => words.map((word) => [word, rank] as const)))('"%s" says %s', (word, rank) => {
    expect(rankOfWord(word, shipped.alerts)).toEqual({ rank });
  });

  it.each(['', '  ', '—', 'unknown', 'Not classified', 'No severity', 'n/a'])('"%s" says nothing: the default counts', (word) => {
    expect(rankOfWord(word, shipped.alerts)).toBe('unsaid');
    expect(judgeAlert(shipped, { labels: { severity: word } })).toEqual({ ignored: false, scenario: null, severity: 'sev2', weight: 3 });
  });

  it.each(['spicy', 'tier-9', 'not critical', '7', '5', 'constructor', '무서움'])(
    '"%s" is unknown: the default counts, never the least',
    (word) => {
      expect(rankOfWord(word, shipped.alerts)).toEqual({ unknown: word });
      expect(judgeAlert(shipped, { labels: { severity: word } })).toMatchObject({ severity: 'sev2', weight: 3, unknownWord: word });
    },
  );

  it('is whatever the playbook says, in any spelling', () => {
    const own = withAlerts('{ severity: { default: sev1, words: { "Tier 9": sev3, Spicy: sev1, critical: sev2, chatter: none } } }');
    expect(['tier-9', 'SPICY', 'Critical', 'odd', ''].map((word) => severityOf(word, own))).toEqual([
      'sev3',
      'sev1',
      'sev2',
      'sev1',
      'sev1',
    ]);
    expect(judgeAlert(own, { labels: { severity: 'Chatter' } })).toMatchObject({ ignored: true, weight: 0 });
  });

  it('counts after a route and a scenario; only "sev1" and the like count before a scenario', () => {
    const routed = withAlerts('{ routes: [{ match: { team: db }, severity: sev3 }] }');
    const labels = { team: 'db', severity: 'spicy' };
    expect(judgeAlert(routed, { labels })).toEqual({ ignored: false, scenario: null, severity: 'sev3', weight: 2 });
    expect(severityOf('critical')).toBe('sev1');
    expect(judgeAlert(shipped, { labels: { scenario: 'S4', severity: 'critical' } }).severity).toBe('sev3');
    expect(judgeAlert(shipped, { labels: { scenario: 'S4', severity: 'Sev-0' } }).severity).toBe('sev1');
  });

  it('never throws, whatever it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (word) => void rankOfWord(word, shipped.alerts)));
  });
});

describe('met-A7: an alert that says only that its sender lives', () => {
  const judged = (labels: Record<string, string>, playbook = shipped) => judgeAlert(playbook, { labels });
  it.each([
    { alertname: 'Watchdog', severity: 'none' },
    { alertname: 'Watchdog' },
    { alertname: 'DeadMansSwitch', severity: 'critical' },
    { alertname: 'InfoInhibitor', severity: 'none' },
    { alertname: 'Anything', severity: 'None' },
  ])('%j calls nobody', (labels) => {
    expect(judged(labels)).toMatchObject({ ignored: true, weight: 0 });
  });

  it.each([
    { alertname: 'Watchdog', severity: 'critical' },
    { alertname: 'WatchdogMissing' },
    { alertname: 'HeartbeatLost', severity: 'warning' },
  ])('%j is trouble', (labels) => {
    expect(judged(labels)).toMatchObject({ ignored: false });
  });

  it('calls when a route says how bad it is', () => {
    const routed = withAlerts('{ routes: [{ match: { alertname: Watchdog }, severity: sev3 }] }');
    expect(judged({ alertname: 'Watchdog', severity: 'none' }, routed)).toMatchObject({ ignored: false, severity: 'sev3', weight: 2 });
  });
});

describe('met-A7d: whether anything fires', () => {
  const tally = (...alerts: [Weight, boolean][]): Tally => alerts.map(([weight, fires]) => ({ weight, all: 1, firing: fires ? 1 : 0 }));
  it('counts notes only where there never was anything else', () => {
    expect(firingIn(tally([1, true], [4, false]))).toEqual({ counting: 0, notes: 1 });
    expect(firingIn(tally([1, true], [4, true]))).toEqual({ counting: 1, notes: 1 });
    expect(firingIn(tally([1, true], [1, false]))).toEqual({ counting: 1, notes: 0 });
    expect(firingIn(tally([0, true], [4, false]))).toEqual({ counting: 0, notes: 0 });
    expect(firingIn([])).toEqual({ counting: 0, notes: 0 });
  });

  it('brings the trouble back by what weighs more than everything that fired the whole time', () => {
    expect(breaksCalm([4], tally([1, true], [4, false]))).toBe(true);
    expect(breaksCalm([4], tally([3, true], [4, false]))).toBe(true);
    expect(breaksCalm([3], tally([1, true], [4, false]))).toBe(true);
    expect(breaksCalm([4], tally([4, true]))).toBe(false);
    expect(breaksCalm([1], tally([4, false]))).toBe(false);
    expect(breaksCalm([1], tally([1, false]))).toBe(true);
    expect(breaksCalm([0], [])).toBe(false);
  });
});
