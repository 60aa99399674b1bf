import { groupKeyOf } from '../../../src/domain/alerts/alert.ts';
import { judgeAlert } from '../../../src/domain/alerts/judge-alert.ts';
import { planDeadlines } from '../../../src/domain/deadlines/deadlines.ts';
import { languageFor } from '../../../src/domain/language/language-for.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { scaleDurations } from '../../../src/domain/playbook/scale-durations.ts';
import { own, recordOf, withoutInheritance } from '../../../src/domain/text/own.ts';
import { className } from '../../../src/integrations/jvm/class-name.ts';
import { LANGUAGES } from '../../../src/languages/index.ts';
import { COUPON_YML } from '../../support/scenario/shipped-playbook.ts';

/** What every object inherits, by name. */
const INHERITED = [...Object.getOwnPropertyNames(Object.prototype), 'prototype'];
const shipped = parsePlaybook(COUPON_YML, 'coupon.yml');

/** Paths of the objects in a value that inherit something. */
function inheriting(value: unknown, path = 'playbook'): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => inheriting(item, `${path}[${index}]`));
  const below = Object.entries(value).flatMap(([key, inner]) => inheriting(inner, `${path}.${key}`));
  return Object.getPrototypeOf(value) === null ? below : [path, ...below];
}

describe('met-K6: a key from outside', () => {
  it.each(INHERITED)('%s is looked up as an own key only', (key) => {
    expect(own({ a: 1 }, key)).toBeUndefined();
    expect(own(recordOf([[key, 1]]), key)).toBe(1);
    expect(judgeAlert(shipped, { labels: { scenario: key, severity: 'critical' } })).toMatchObject({ scenario: null, severity: 'sev1' });
    expect(groupKeyOf({ ...shipped, alerts: { ...shipped.alerts, groupBy: [key] } }, { a: 'b' })).toBe(`${key}=`);
    expect(own(LANGUAGES.en.surfaces.alerts.source, key)).toBeUndefined();
    expect(languageFor(shipped.team, { channel: key })).toBe(shipped.team.language);
    expect(planDeadlines(shipped, { startedAt: new Date(0), from: 'detection', scenario: key, isPrivate: false }).length).toBeGreaterThan(
      0,
    );
    expect(className(`[${key}`)).toBe(`${key}[]`);
  });

  it('finds nothing inherited in any record of a playbook, also when its durations were scaled', () => {
    expect(inheriting(shipped)).toEqual([]);
    const scaled = scaleDurations(shipped, 60);
    // What scaling makes anew by its fields is no record; the records are.
    for (const record of [scaled.signals, scaled.scenarios, scaled.rows, scaled.mitigations, scaled.followUps]) {
      expect(Object.getPrototypeOf(record)).toBeNull();
    }
    for (const part of [scaled.team, scaled.components, scaled.messages, scaled.permissions]) expect(inheriting(part)).toEqual([]);
  });

  it('leaves values that are no records as they are', () => {
    const at = new Date(0);
    expect(withoutInheritance({ at, list: [{ at }], none: null })).toEqual({ at, list: [{ at }], none: null });
    expect(withoutInheritance({ at }).at).toBe(at);
  });
});
