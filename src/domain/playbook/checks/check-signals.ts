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
        ...boundTrouble(path, above, below),
        ...(names.indexOf(names[index] ?? '') < index ? [{ path, message: `${names[index]} is there twice` }] : []),
        ...(home === key ? [] : [{ path: [...path, 'id'], message: `${id} already stands at the signal ${home}` }]),
        ...unknownName([...path, 'scenario'], scenario, scenarios, 'one of scenarios'),
      ];
    });
    const unwatchable: Finding[] =
      signal.watch === true && thresholds.length === 0
        ? [{ path: ['signals', key, 'watch'], message: 'needs thresholds: without one nothing can be crossed' }]
        : [];
    return [...each, ...checkOrder(key, thresholds), ...unwatchable];
  });
  const shown: [Path, unknown][] = [
    [['briefing', 'signals'], draft.briefing.signals],
    [['briefing', 'followAfterRecovery', 'signals'], fieldsOf(draft.briefing.followAfterRecovery).signals],
  ];
  return [...findings, ...shown.flatMap(([path, names]) => unknownNames(path, names, Object.keys(draft.signals), 'one of signals'))];
}

function boundTrouble(path: Path, above: unknown, below: unknown): Finding[] {
  if ((above === undefined) !== (below === undefined)) return [];
  const message =
    above === undefined
      ? 'needs either above or below: it has neither'
      : 'has both above and below: keep the one that counts, and give the other a threshold of its own';
  return [{ path, message, wanted: 'either above or below' }];
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

/**
 * Looks at a signal's query as the source would: what is wrong with it, or the unit of what it gives. Undefined when only asking could tell.
 */
export type QueryCheck = (source: string, query: string) => { problem: string } | { unit: string } | undefined;

/** Every query can be answered by its source, in the unit that the signal says. */
export function checkQueries({ signals }: Draft, check: QueryCheck): Finding[] {
  return sectionsOf(signals).flatMap(([key, { source, query, unit }]): Finding[] => {
    if (typeof source !== 'string' || typeof query !== 'string') return [];
    const found = check(source, query);
    if (found === undefined) return [];
    if ('problem' in found) return [{ path: ['signals', key, 'query'], message: found.problem }];
    if (typeof unit !== 'string' || unit === found.unit) return [];
    return [
      { path: ['signals', key, 'unit'], message: `must be ${found.unit}, which is what ${source} gives for ${query} (found "${unit}")` },
    ];
  });
}
