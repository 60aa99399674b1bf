import type { Finding, Path } from '../playbook-error.ts';
import { type Draft, fieldsOf, listOf, sectionsOf, unknownName, unknownNames } from './draft.ts';

/** The ids that the thresholds of all signals bear. */
export function thresholdIds({ signals }: Draft): Set<string> {
  const ids = sectionsOf(signals).flatMap(([, { thresholds }]) => listOf(thresholds).map((item) => fieldsOf(item).id));
  return new Set(ids.filter((id) => typeof id === 'string'));
}

/** A threshold has one bound and belongs to one signal; critical lies beyond warning; the briefing shows signals that exist. */
export function checkSignals(draft: Draft): Finding[] {
  const scenarios = Object.keys(draft.scenarios);
  const owner = new Map<unknown, string>();
  const findings = sectionsOf(draft.signals).flatMap(([key, signal]): Finding[] => {
    const thresholds = listOf(signal.thresholds).map(fieldsOf);
    const names = thresholds.map(({ id, level }) => `${id} ${level}`);
    const each = thresholds.flatMap(({ id, above, below, scenario }, index): Finding[] => {
      const path = ['signals', key, 'thresholds', index];
      const home = owner.get(id) ?? key;
      owner.set(id, home);
      return [
        ...((above === undefined) === (below === undefined) ? [{ path, message: 'needs either above or below' }] : []),
        ...(names.indexOf(names[index] ?? '') < index ? [{ path, message: `${names[index]} is there twice` }] : []),
        ...(home === key ? [] : [{ path: [...path, 'id'], message: `${id} already stands at the signal ${home}` }]),
        ...unknownName([...path, 'scenario'], scenario, scenarios, 'one of scenarios'),
      ];
    });
    return [...each, ...checkOrder(key, thresholds)];
  });
  const shown: [Path, unknown][] = [
    [['briefing', 'signals'], draft.briefing.signals],
    [['briefing', 'followAfterRecovery', 'signals'], fieldsOf(draft.briefing.followAfterRecovery).signals],
  ];
  return [...findings, ...shown.flatMap(([path, names]) => unknownNames(path, names, Object.keys(draft.signals), 'one of signals'))];
}

function checkOrder(key: string, thresholds: readonly Record<string, unknown>[]): Finding[] {
  return (['above', 'below'] as const).flatMap((bound) => {
    const at = (level: string): unknown => thresholds.find((threshold) => threshold.level === level)?.[bound];
    const [warning, critical] = [at('warning'), at('critical')];
    if (typeof warning !== 'number' || typeof critical !== 'number') return [];
    if (bound === 'above' ? critical > warning : critical < warning) return [];
    return [{ path: ['signals', key, 'thresholds'], message: `critical (${critical}) must lie beyond warning (${warning})` }];
  });
}

/** Every signal asks a source that there is. */
export function checkSources({ signals }: Draft, known: readonly string[]): Finding[] {
  return sectionsOf(signals).flatMap(([key, { source }]) => unknownName(['signals', key, 'source'], source, known, 'a source of metrics'));
}
