import type { CauseSummary, EvidenceSummary } from '../../domain/diagnosis/by-playbook/summary.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { verbatim } from '../../domain/language/verbatim.ts';
import { mitigationsAgainst } from '../../domain/mitigation/advice.ts';
import type { CauseSpec } from '../../domain/playbook/schema.ts';
import { own } from '../../domain/text/own.ts';
import type { DiagnosisRow } from '../../storage/index.ts';
import type { CauseView, DiagnosisView, EvidenceView, NamedCauseView, RuleOutView } from '../../views/diagnosis.ts';
import type { Runtime } from '../runtime/runtime.ts';

type Context = Pick<Runtime, 'playbook' | 'clock'>;

/** A kept diagnosis with the playbook's words; what the playbook no longer has is left out. */
export function diagnosisView(runtime: Context, incident: Incident, row: DiagnosisRow | undefined): DiagnosisView {
  const { playbook, clock } = runtime;
  const named = row && namedCause(runtime, row);
  return {
    incident,
    causes: (row?.result?.causes ?? []).flatMap((cause) => causeView(runtime, cause)),
    suffering: (row?.result?.troubled ?? []).flatMap(({ component, by, onsetAt }) => {
      const title = playbook.components[component]?.title;
      const origin = by === undefined ? undefined : playbook.components[by]?.title;
      return title ? [{ component: title, ...(origin && { by: origin }), ...(onsetAt && { onsetAt: new Date(onsetAt) }) }] : [];
    }),
    ...(row?.result?.unsure !== undefined && { unsure: row.result.unsure }),
    ...(row?.readAt && { at: row.stoodOutAt ?? row.readAt }),
    ...(row?.readAt && row.stoodOutAt && row.stoodOutAt < row.readAt && { past: true }),
    ...(named && { named }),
    now: clock.now(),
  };
}

/** The cause of this name, by itself or as `S3/connection-leak`, with its scenario; undefined when the playbook has none. */
export function findCause(runtime: Pick<Runtime, 'playbook'>, name: string): { scenario: string; spec: CauseSpec } | undefined {
  const [, wanted, key] = /^(?:(S\d+)[/ ])?(.+)$/i.exec(name.trim()) ?? [];
  for (const [scenario, { causes }] of Object.entries(runtime.playbook.scenarios)) {
    if (wanted !== undefined && wanted.toUpperCase() !== scenario) continue;
    const spec = causes.find((cause) => cause.key === key?.toLowerCase());
    if (spec) return { scenario, spec };
  }
  return undefined;
}

function causeView(runtime: Context, cause: CauseSummary): CauseView[] {
  const { playbook } = runtime;
  const scenario = playbook.scenarios[cause.scenario];
  const spec = scenario?.causes.find(({ key }) => key === cause.key);
  const component = playbook.components[cause.component];
  if (!scenario || !spec || !component) return [];
  return [
    {
      scenario: cause.scenario,
      key: cause.key,
      title: spec.title,
      component: component.title,
      confidence: cause.confidence,
      evidence: cause.evidence.flatMap((line) => evidenceView(runtime, line)),
      ruledOutBy: cause.ruledOutBy.flatMap(({ signal, is, moreThan }): RuleOutView[] => {
        const title = playbook.signals[signal]?.title;
        const other = moreThan === undefined ? undefined : playbook.signals[moreThan]?.title;
        return title ? [{ title, is: is ?? 'more-than', ...(other && { other }) }] : [];
      }),
      mitigations: mitigationsAgainst(playbook, { scenario: cause.scenario, cause: cause.key }).flatMap(
        (name) => own(playbook.mitigations, name)?.title ?? [],
      ),
    },
  ];
}

export function evidenceView({ playbook }: Pick<Runtime, 'playbook'>, line: EvidenceSummary): EvidenceView[] {
  const spec = playbook.signals[line.signal];
  if (!spec) return [];
  const other = line.moreThan === undefined ? undefined : playbook.signals[line.moreThan]?.title;
  return [
    {
      title: spec.title,
      unit: spec.unit,
      is: line.is ?? 'more-than',
      value: line.value,
      ...(line.normal !== undefined && { normal: line.normal }),
      ...(line.onsetAt !== undefined && { onsetAt: new Date(line.onsetAt) }),
      ...(line.doubts && { doubts: line.doubts }),
      ...(other && { other: { title: other, ...(line.other !== undefined && { value: line.other }) } }),
    },
  ];
}

export function namedCause({ playbook }: Pick<Runtime, 'playbook'>, row: DiagnosisRow): NamedCauseView | undefined {
  const { namedScenario, namedCause: key, namedBy, namedAt, namedNote } = row;
  if (namedScenario === null || key === null || namedBy === null || namedAt === null) return undefined;
  const scenario = playbook.scenarios[namedScenario];
  const title = scenario?.causes.find((cause) => cause.key === key)?.title ?? verbatim(key);
  const component = scenario?.component === undefined ? undefined : playbook.components[scenario.component]?.title;
  return {
    scenario: namedScenario,
    key,
    title,
    ...(component && { component }),
    by: namedBy,
    at: namedAt,
    ...(namedNote !== null && { note: namedNote }),
  };
}
