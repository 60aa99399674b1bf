import type { Language } from '../../../domain/language/bilingual.ts';
import { instances } from '../families/instances.ts';
import { MITIGATIONS, type MitigationName } from '../mitigations.ts';
import type { Proposal } from '../signals/ask-signals.ts';
import { matcher } from '../signals/find-families.ts';
import type { Template } from '../templates/template.ts';
import { CAUSES, type CauseName, COMPONENTS, type ComponentName, type Symptom } from '../vocabulary.ts';
import { ESCALATION, processRows } from './process-rows.ts';
import { signalsOf } from './signals-section.ts';
import { MESSAGES, type Say, SUPPORT_MESSAGES, sayIn } from './words.ts';

/** What was answered and found of one service. */
export interface ServiceFacts {
  name: string;
  /** As alerts call it. */
  key: string;
  template: Template;
  language: Language;
  /** Signals that answer; none where nobody could be asked. */
  proposals: readonly Proposal[];
  hasBridge: boolean;
  /** Whether customer support has a channel. */
  hasSupport: boolean;
}

/** The part of a playbook that does not belong to the team: as it is written, section by section. */
export interface System {
  sections: Readonly<Record<string, unknown>>;
  /** Remarks by the path of what they stand before, joined by dots. */
  remarks: ReadonlyMap<string, string>;
  /** Shown and watched by nothing yet, because no limit is known. */
  withoutLimits: readonly string[];
}

type Causes = readonly (readonly [CauseName, readonly MitigationName[]])[];
interface Scenario {
  id: string;
  symptom: Symptom;
  causes: Causes;
}

/** Signals in a briefing that people still read at a glance. */
const SHOWN_MOST = 8;
/** What speaks for a cause counts as one: each more makes the others count less. */
const TELLING_MOST = 2;

/** The system of a playbook as a template and what was found make it. */
export function systemOf({ name, key, template, language, proposals: found, hasBridge, hasSupport }: ServiceFacts): System {
  const say = sayIn(language);
  const proposals = inOrder(template, found.length > 0 ? found : unasked(key));
  const scenarios = scenariosOf(template, proposals);
  const offered = [...new Set(scenarios.flatMap(({ causes }) => causes.flatMap(([, names]) => names)))];
  const ids = new Map(scenarios.map(({ symptom, id }) => [symptom, id]));
  const { signals, remarks, withLimits, withoutLimits } = signalsOf(proposals, { say, scenarios: ids });
  const shown = withLimits.length > 0 ? withLimits : proposals.map((one) => one.key).slice(0, 1);
  const messages = { ...MESSAGES, ...(hasSupport && SUPPORT_MESSAGES) };
  return {
    sections: {
      service: { key, name, ...(template.description && { description: say(template.description) }) },
      signals,
      briefing: { signals: shown.slice(0, SHOWN_MOST) },
      components: componentsOf(template, proposals, say),
      scenarios: Object.fromEntries(scenarios.map((scenario) => [scenario.id, scenarioOf(template, scenario, proposals, say)])),
      rows: processRows(say, { scenarios: scenarios.length > 0, mitigations: offered.length > 0, bridge: hasBridge, support: hasSupport }),
      escalation: ESCALATION,
      updates: { id: 'X1', every: { sev1: '30m', sev2: '30m', sev3: '1h' } },
      mitigations: Object.fromEntries(
        offered.map((each) => [each, mitigationOf(each, { scenarios, proposals, shown: shown.slice(0, SHOWN_MOST), say })]),
      ),
      followUps: {},
      messages: Object.fromEntries(Object.entries(messages).map(([message, text]) => [message, say(text)])),
    },
    remarks: new Map([
      ...remarks,
      ...offered.map((each) => [`mitigations.${each}.verify`, `on: [{ ${MITIGATIONS[each].example(key)} }]`] as const),
    ]),
    withoutLimits,
  };
}

/** As the template names what the service is made of: what users feel comes first. */
function inOrder({ components }: Template, proposals: readonly Proposal[]): Proposal[] {
  const names = Object.keys(components);
  const place = ({ signal }: Proposal): number => names.indexOf(signal.component);
  return [...proposals].sort((a, b) => place(a) - place(b));
}

/** What every Prometheus could tell, of a job that is called like the service. */
function unasked(key: string): Proposal[] {
  return proposalsOf(instances, matcher('job', key));
}

/** Every signal of a family as if it had answered. */
export function proposalsOf(family: Proposal['family'], of: string): Proposal[] {
  return Object.entries(family.signals).flatMap(([key, signal]) =>
    signal.insteadOf === undefined ? [{ key, family, signal, query: signal.query(of), matters: signal.matters }] : [],
  );
}

/** Those of the template that have a cause which a signal speaks for. */
function scenariosOf({ scenarios }: Template, proposals: readonly Proposal[]): Scenario[] {
  const all = Object.entries(scenarios).map(([symptom, { causes }]) => ({
    symptom: symptom as Symptom,
    causes: (Object.entries(causes) as [CauseName, readonly MitigationName[]][]).filter(([cause]) => speaking(proposals, cause).length > 0),
  }));
  return all.filter(({ causes }) => causes.length > 0).map((scenario, index) => ({ ...scenario, id: `S${index + 1}` }));
}

function speaking(proposals: readonly Proposal[], cause: CauseName): Proposal[] {
  return proposals.filter(({ signal }) => signal.speaksFor?.some((evidence) => evidence.cause === cause));
}

function scenarioOf(template: Template, { symptom, causes }: Scenario, proposals: readonly Proposal[], say: Say): object {
  const written = template.scenarios[symptom];
  if (!written) throw new Error(`the template ${template.name} has no scenario ${symptom}`);
  const { title, severity, component, effect } = written;
  const opens = proposals.filter(({ signal }) => signal.watched?.opens === symptom);
  const speak = causes.flatMap(([cause]) => speaking(proposals, cause));
  return {
    title: say(title),
    severity,
    ...(shownBy(component, proposals).length > 0 && { component }),
    effect: say(effect),
    causes: causes.map(([cause, mitigations]) => causeOf(cause, mitigations, proposals, say)),
    evidence: [...new Set([...opens, ...speak].map(({ key }) => key))].slice(0, SHOWN_MOST),
    mitigations: [...new Set(causes.flatMap(([, names]) => names))],
  };
}

function causeOf(cause: CauseName, mitigations: readonly MitigationName[], proposals: readonly Proposal[], say: Say): object {
  const tests = (side: 'speaksFor' | 'speaksAgainst') =>
    proposals.flatMap(({ key, signal }) =>
      (signal[side] ?? []).flatMap((evidence) => (evidence.cause === cause ? [{ signal: key, is: evidence.is }] : [])),
    );
  const [when, unless] = [tests('speaksFor').slice(0, TELLING_MOST), tests('speaksAgainst')];
  return {
    key: cause,
    title: say(CAUSES[cause]),
    signals: when.map(({ signal }) => signal),
    mitigations,
    when,
    ...(unless.length > 0 && { unless }),
  };
}

/** Components that a signal shows; what they depend on is only what is there too. */
function componentsOf({ components }: Template, proposals: readonly Proposal[], say: Say): object {
  const names = (Object.keys(components) as ComponentName[]).filter((name) => shownBy(name, proposals).length > 0);
  return Object.fromEntries(
    names.map((name) => {
      const { title = COMPONENTS[name], dependsOn = [] } = components[name] ?? {};
      const there = dependsOn.filter((other) => names.includes(other));
      return [name, { title: say(title), ...(there.length > 0 && { dependsOn: there }), shows: shownBy(name, proposals) }];
    }),
  );
}

/** What is bad when the component is in trouble: what is watched, or else all that gets better or worse. */
function shownBy(component: ComponentName, proposals: readonly Proposal[]): string[] {
  const own = proposals.filter(({ signal }) => signal.component === component && signal.better !== 'neither');
  const watched = own.filter(({ signal }) => signal.watched);
  return (watched.length > 0 ? watched : own).map(({ key }) => key);
}

function mitigationOf(
  name: MitigationName,
  {
    scenarios,
    proposals,
    shown,
    say,
  }: { scenarios: readonly Scenario[]; proposals: readonly Proposal[]; shown: readonly string[]; say: Say },
): object {
  const { title, effect, example: _only, ...settings } = MITIGATIONS[name];
  const against = new Set(scenarios.flatMap(({ symptom, causes }) => (causes.some(([, names]) => names.includes(name)) ? [symptom] : [])));
  const judged = proposals.filter(({ signal }) => signal.watched?.opens !== undefined && against.has(signal.watched.opens));
  const {
    does,
    guard,
    with: wanted,
    limits,
    expires,
  } = settings as Partial<Record<'does' | 'guard' | 'with' | 'limits' | 'expires', unknown>>;
  return {
    title: say(title),
    ...(does !== undefined && { does }),
    rows: ['I1'],
    effect: say(effect),
    enabled: false,
    ...(wanted !== undefined && { with: wanted }),
    ...(limits !== undefined && { limits }),
    ...(guard !== undefined && { guard }),
    verify: { signals: judged.length > 0 ? judged.map(({ key }) => key).slice(0, 4) : shown.slice(0, 4) },
    ...(expires !== undefined && { expires }),
  };
}
