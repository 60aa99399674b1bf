import type { Finding } from '../playbook-error.ts';
import { TARGET_KINDS } from '../targets/index.ts';
import { checkTarget } from './check-targets.ts';
import { type Draft, fieldsOf, listOf, sectionsOf, unknownName, unknownNames } from './draft.ts';

/** What the program knows of a kind of mitigation. */
export interface KnownMitigationKind {
  name: string;
  targets: readonly string[];
  /** How many entries `on` may have; any number from one when absent. */
  targetCounts?: readonly number[];
  /** What is wrong with one entry of `on`, as it is written, besides its kind. */
  targetTrouble(target: Readonly<Record<string, Readonly<Record<string, unknown>>>>, place: number): string | undefined;
  /** What is wrong with `with`: where, and what. */
  problems(settings: unknown): readonly { path: readonly PropertyKey[]; message: string }[];
}

/** What follows `mitigate` when it is no name. */
const WORDS = ['run', 'approve', 'refuse', 'stop', 'undo', 'keep', 'done'];

/** Signals, scenarios and causes that mitigations name exist, and every target is exactly one. */
export function checkMitigations({ mitigations, signals, scenarios }: Draft): Finding[] {
  const causes = Object.values(scenarios).flatMap((scenario) =>
    listOf(fieldsOf(scenario).causes).map((cause) => String(fieldsOf(cause).key)),
  );
  return sectionsOf(mitigations).flatMap(([name, mitigation]) => {
    const auto = fieldsOf(mitigation.auto);
    const { min, max } = fieldsOf(mitigation.limits);
    const at = ['mitigations', name];
    const taken = WORDS.includes(name)
      ? [{ path: at, message: `is called like a word of the command (${WORDS.join(', ')}): give it another name` }]
      : [];
    return [
      ...taken,
      // What by itself begins has no first person whom a second could follow.
      ...(mitigation.auto !== undefined && fieldsOf(mitigation.guard).second !== undefined
        ? [
            {
              path: [...at, 'auto'],
              message: 'runs by itself what `guard.second` wants approved by a second person: leave one of them out',
            },
          ]
        : []),
      ...(Number(min) > Number(max) ? [{ path: [...at, 'limits', 'max'], message: `must not be less than min (${min})` }] : []),
      ...Object.entries(fieldsOf(mitigation.with)).flatMap(([key, name]) =>
        key.endsWith('Signal') ? unknownName([...at, 'with', key], name, Object.keys(signals), 'one of signals') : [],
      ),
      ...unknownNames([...at, 'verify', 'signals'], fieldsOf(mitigation.verify).signals, Object.keys(signals), 'one of signals'),
      ...unknownNames([...at, 'auto', 'scenarios'], auto.scenarios, Object.keys(scenarios), 'one of scenarios'),
      ...unknownNames([...at, 'auto', 'causes'], auto.causes, causes, 'a cause of any scenario'),
      ...listOf(mitigation.on).flatMap((target, index): Finding[] => {
        const named = TARGET_KINDS.filter((kind) => fieldsOf(target)[kind] !== undefined);
        if (named.length === 1) return checkTarget([...at, 'on', index], target);
        return [
          {
            path: [...at, 'on', index],
            message: `names ${named.join(' and ') || 'no target'}: name exactly one of ${TARGET_KINDS.join(', ')}`,
          },
        ];
      }),
    ];
  });
}

/** Every mitigation that may be run is of a kind that the program knows, on targets that this kind takes, told what it wants to know. */
export function checkMitigationKinds({ mitigations }: Draft, kinds: readonly KnownMitigationKind[]): Finding[] {
  const names = kinds.map((kind) => kind.name);
  return sectionsOf(mitigations).flatMap(([name, mitigation]): Finding[] => {
    const at = ['mitigations', name];
    const does = mitigation.does ?? name;
    const kind = kinds.find((one) => one.name === does);
    if (!kind) {
      // A mitigation that people do by hand may have any name; one that is to be run, or says what it does, must be known.
      if (mitigation.does === undefined && mitigation.enabled !== true) return [];
      return unknownName(mitigation.does === undefined ? at : [...at, 'does'], does, names, 'a kind of mitigation that Bongsu knows');
    }
    const on = listOf(mitigation.on);
    const wrong = on.flatMap((target, index) =>
      kindsIn(target).flatMap((key) => unknownName([...at, 'on', index], key, kind.targets, `a target that ${kind.name} takes`)),
    );
    const unfit = on.flatMap((target, index) => {
      const written = Object.fromEntries(kindsIn(target).map((key) => [key, fieldsOf(fieldsOf(target)[key])]));
      const trouble = Object.keys(written).every((key) => kind.targets.includes(key)) ? kind.targetTrouble(written, index) : undefined;
      return trouble === undefined ? [] : [{ path: [...at, 'on', index], message: `${kind.name}: ${trouble}` }];
    });
    const missing = mitigation.enabled === true && kind.targets.length > 0 && on.length === 0;
    return [
      ...wrong,
      ...unfit,
      ...(missing || kind.targetCounts === undefined || on.length === 0 || kind.targetCounts.includes(on.length)
        ? []
        : [{ path: [...at, 'on'], message: `has ${on.length} entries, but ${kind.name} takes ${kind.targetCounts.join(' or ')}` }]),
      ...(missing
        ? [{ path: [...at, 'on'], message: `is empty, but ${kind.name} acts on something: name its target, or set enabled to false` }]
        : []),
      ...(mitigation.enabled === true
        ? kind.problems(mitigation.with ?? {}).map(({ path, message }) => ({ path: [...at, 'with', ...path.map(String)], message }))
        : []),
    ];
  });
}

/** What an entry of `on` names, besides what people call it. */
function kindsIn(target: unknown): string[] {
  return Object.keys(fieldsOf(target)).filter((key) => key !== 'title');
}
