import { FAMILIES } from '../../../src/cli/init/families/index.ts';
import { MITIGATIONS } from '../../../src/cli/init/mitigations.ts';
import { TEMPLATES } from '../../../src/cli/init/templates/index.ts';
import { CAUSES, COMPONENTS, SYMPTOMS } from '../../../src/cli/init/vocabulary.ts';
import { MITIGATIONS as KINDS } from '../../../src/workflows/mitigation/kinds/index.ts';

/** What families of metrics and templates say of each other, through the words that both use. */

const signals = FAMILIES.flatMap((family) =>
  Object.entries(family.signals).map(([key, signal]) => ({ family: family.title, key, signal })),
);

it('each has a name of its own', () => {
  for (const names of [FAMILIES.map(({ title }) => title), TEMPLATES.map(({ name }) => name), TEMPLATES.map(({ title }) => title)])
    expect(new Set(names).size).toBe(names.length);
});

describe.each(FAMILIES.map((family) => [family.title, family] as const))('the family %s', (_title, { known, signals: own, whose }) => {
  it('is known by metrics that are no other family’s alone, and asked about in one way', () => {
    expect(known.length).toBeGreaterThan(0);
    const same = FAMILIES.filter((other) => known.every((name) => other.known.includes(name)) && other.signals !== own);
    expect(same.map(({ title }) => title)).toEqual([]);
    for (const other of FAMILIES.filter((one) => one.whose.key === whose.key)) {
      expect([other.whose.label, other.whose.text]).toEqual([whose.label, whose.text]);
    }
  });

  it.each(Object.entries(own))('%s puts the matchers into each selector, and is bounded by what it can be', (_key, signal) => {
    const query = signal.query('job="shop"');
    // A selector without them would count everybody's.
    expect(query.match(/\{/g)?.length).toBe(query.match(/\{(?:reporter="destination", )?job="shop"[,}]/g)?.length);
    expect(signal.matters).toBeGreaterThan(0);
    if (signal.watched && !signal.watched.any && signal.unit === 'ratio') expect(signal.watched.most).toBe(1);
    if (signal.insteadOf !== undefined) expect(Object.keys(own)).toContain(signal.insteadOf);
    expect(signal.better === 'neither' && signal.watched).toBeFalsy();
  });
});

it('of two families that give the same signal, both mean the same by it', () => {
  for (const { key, signal, family } of signals) {
    const first = signals.find((other) => other.key === key);
    const { query: _query, ...meant } = signal;
    const { query: _other, ...meantFirst } = first?.signal ?? signal;
    expect({ family, key, ...meant }).toEqual({ family, key, ...meantFirst });
  }
});

it('there is no word that nobody uses', () => {
  const causes = new Set(signals.flatMap(({ signal }) => (signal.speaksFor ?? []).map(({ cause }) => cause)));
  expect([...causes].sort()).toEqual(Object.keys(CAUSES).sort());
  const told = new Set(TEMPLATES.flatMap(({ scenarios }) => Object.values(scenarios).flatMap((scenario) => Object.keys(scenario.causes))));
  expect([...told].sort()).toEqual(Object.keys(CAUSES).sort());
  expect([...new Set(signals.map(({ signal }) => signal.component))].sort()).toEqual(Object.keys(COMPONENTS).sort());
  const opened = new Set(signals.flatMap(({ signal }) => signal.watched?.opens ?? []));
  expect([...opened].sort()).toEqual([...SYMPTOMS].sort());
  const done = new Set(TEMPLATES.flatMap(({ scenarios }) => Object.values(scenarios).flatMap((one) => Object.values(one.causes).flat())));
  expect([...done].sort()).toEqual(Object.keys(MITIGATIONS).sort());
});

describe.each(TEMPLATES.map((template) => [template.name, template] as const))(
  'the template %s',
  (_name, { components, scenarios, usual }) => {
    it('depends on, breaks in and usually shows only what it is made of', () => {
      const names = Object.keys(components);
      for (const { dependsOn = [] } of Object.values(components)) expect(names).toEqual(expect.arrayContaining([...dependsOn]));
      for (const { component } of Object.values(scenarios)) expect(names).toContain(component);
      for (const { signals: shown } of usual) {
        for (const { component } of Object.values(shown)) expect(names).toContain(component);
      }
    });

    it('has a cause that a signal of its own components speaks for, in each scenario', () => {
      for (const { causes } of Object.values(scenarios)) {
        const heard = Object.keys(causes).filter((cause) =>
          signals.some(({ signal }) => components[signal.component] && signal.speaksFor?.some((evidence) => evidence.cause === cause)),
        );
        expect(heard.length).toBeGreaterThan(0);
      }
    });
  },
);

it.each(Object.entries(MITIGATIONS))('%s is of a kind for any service', (name, mitigation) => {
  const kind = KINDS.find((one) => one.name === ('does' in mitigation ? mitigation.does : name));
  expect(kind).toBeDefined();
  expect(kind?.targets).toContain(/^(\w+): /.exec(mitigation.example('shop'))?.[1]);
});
