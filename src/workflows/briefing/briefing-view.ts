import { following } from '../../domain/briefing/briefing-pace.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { escalationSteps } from '../../domain/paging/escalation.ts';
import type { BriefingChartRow, EscalationRow, IncidentRow, StepRow } from '../../storage/index.ts';
import type { BridgeView, BriefingView, ScenarioView } from '../../views/briefing.ts';
import type { ProblemView } from '../../views/problems.ts';
import { diagnosisView } from '../diagnosis/diagnosis-view.ts';
import { DECLARE_STEPS, type DeclareStep, declareRunId, INVITATIONS } from '../incident/declare/steps.ts';
import { briefingMitigations } from '../mitigation/briefing-mitigations.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { SignalsRead } from './read-signals.ts';

/** What the pinned message shows of an incident at this moment, from the rows and the numbers just read (undefined: still being read). */
export async function briefingView(runtime: Runtime, incident: IncidentRow, numbers: SignalsRead | undefined): Promise<BriefingView> {
  const { playbook, clock } = runtime;
  const storage = { ...runtime.storage, ...runtime.storage.together };
  const [roles, next, escalation, diagnosis, steps, chart, mitigations] = await Promise.all([
    storage.roles.of(incident.id),
    storage.deadlines.nextPending(incident.id),
    storage.escalations.of(incident.id),
    storage.diagnoses.of(incident.id),
    storage.steps.of(declareRunId(incident.id)),
    storage.briefingCharts.of(incident.id),
    briefingMitigations({ ...runtime, storage }, incident),
  ]);
  const nextRow = next && playbook.rows[next.rowId];
  const nextStep = escalation && escalationSteps(playbook)[escalation.step];
  const scenario = scenarioView(runtime, incident);
  const after = following(incident, playbook.briefing, clock.now());
  return {
    incident,
    readings: numbers?.readings ?? [],
    ...(numbers ? { readAt: numbers.readAt } : { waiting: true }),
    ...(numbers?.problem !== undefined && { metricsProblem: numbers.problem }),
    ...(scenario && { scenario }),
    roles,
    bridge: bridgeView(runtime, incident, steps),
    ...(next && nextRow && { nextDeadline: { id: next.rowId, title: nextRow.title, dueAt: next.dueAt } }),
    ...(diagnosis?.readAt && { diagnosis: diagnosisView(runtime, incident, diagnosis) }),
    ...(escalation?.nextAt && nextStep && { nextEscalation: { step: escalation.step, level: nextStep.level } }),
    ...mitigations,
    // Whoever reads this has the briefing in front of them.
    problems: [...problemsOf(runtime, incident, steps, escalation).filter(({ part }) => part !== 'briefing'), ...chartProblem(chart)],
    ...(after && { following: after }),
    now: clock.now(),
    ...(incident.briefingEditedAt && { editedAt: incident.briefingEditedAt }),
  };
}

/** Only what will not pass by itself: a picture that comes later is nobody's worry. */
function chartProblem(row: BriefingChartRow | undefined): ProblemView[] {
  if (row?.errorCode == null) return [];
  return [{ part: 'chart', code: row.errorCode, text: row.error ?? '', retrying: true }];
}

export function scenarioView(runtime: Pick<Runtime, 'playbook'>, incident: Incident): ScenarioView | undefined {
  const spec = incident.scenario === null ? undefined : runtime.playbook.scenarios[incident.scenario];
  return spec && incident.scenario !== null
    ? { id: incident.scenario, title: spec.title, effect: spec.effect, ...(spec.outside && { outside: spec.outside }) }
    : undefined;
}

/** The bridge's part of the picture. */
function bridgeView(runtime: Pick<Runtime, 'playbook'>, incident: Incident, steps: readonly StepRow[]): BridgeView {
  const meeting = steps.find((step) => step.name === 'bridge.meeting');
  const problem = meeting?.status === 'failed' ? (meeting.error ?? meeting.errorCode ?? '') : undefined;
  if (incident.bridgeUrl !== null) {
    const kind = incident.bridgeKind === 'zoom' ? 'zoom' : problem === undefined ? 'standing' : 'fallback';
    return { state: 'open', url: incident.bridgeUrl, kind, ...(problem !== undefined && { problem }) };
  }
  return problem !== undefined && runtime.playbook.team.bridge.fallback === undefined ? { state: 'failed', problem } : { state: 'opening' };
}

/** The parts of declaring that did not work: failed for good, or still being tried after a first failure, or done without some people. */
export function problemsOf(
  runtime: Pick<Runtime, 'playbook'>,
  incident: Incident,
  steps: readonly StepRow[],
  escalation: PageTroubles | undefined,
): ProblemView[] {
  const ofPages = pageProblem(escalation);
  const problems = [...steps.flatMap((step) => problemOf(runtime, incident, step)), ...(ofPages ? [ofPages] : [])];
  // Several places that all lack the same right are one thing to mend.
  return problems.filter(
    ({ part, code, people }, index) =>
      people !== undefined || problems.findIndex((other) => other.part === part && other.code === code) === index,
  );
}

type PageTroubles = Pick<EscalationRow, 'unreachedAt' | 'pageTrouble'>;

/** What people are told of pages: nobody can be reached, or a page is still being tried. */
export function pageProblem(escalation: PageTroubles | undefined): ProblemView | undefined {
  const trouble = escalation?.pageTrouble;
  if (trouble) return { part: 'page', ...(trouble.code !== undefined && { code: trouble.code }), text: trouble.said ?? '', retrying: true };
  return escalation?.unreachedAt ? { part: 'page', code: 'nobody_reached', text: '', retrying: false } : undefined;
}

function problemOf(runtime: Pick<Runtime, 'playbook'>, incident: Incident, step: StepRow): ProblemView[] {
  if (step.status === 'done') return notInvited(step);
  if (step.errorCode === null || !(step.name in DECLARE_STEPS)) return [];
  // Once there is a place, nobody needs the others.
  if (step.name.startsWith('home.') && incident.channelId !== null) return [];
  const { part } = DECLARE_STEPS[step.name as DeclareStep];
  return [
    {
      part,
      code: step.errorCode,
      text: step.error ?? '',
      retrying: step.status === 'started',
      ...insteadOf(runtime, incident, step),
    },
  ];
}

/** Whom Slack would not let in, although the call as a whole went through; those with the same word together. */
function notInvited({ name, outcome }: StepRow): ProblemView[] {
  if (!INVITATIONS.includes(name)) return [];
  const { failed = [] } = (outcome ?? {}) as Partial<Awaited<ReturnType<Runtime['chat']['invite']>>>;
  const codes = [...new Set(failed.map(({ code }) => code))];
  return codes.map((code) => ({
    part: 'invite',
    code,
    text: '',
    retrying: false,
    people: failed.filter((each) => each.code === code).map(({ user }) => user),
  }));
}

function insteadOf(runtime: Pick<Runtime, 'playbook'>, incident: Incident, step: StepRow): Pick<ProblemView, 'instead' | 'insteadChannel'> {
  if (step.status !== 'failed') return {};
  const { fallback } = runtime.playbook.team.bridge;
  if (step.name === 'bridge.meeting' && fallback !== undefined) return { instead: fallback };
  if (step.name === 'channel.create' && incident.channelId !== null) return { insteadChannel: incident.channelId };
  return {};
}
