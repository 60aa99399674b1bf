import { UserError } from '../../domain/errors.ts';
import { type Actor, writtenAs } from '../../domain/incident/actor.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { Severity } from '../../domain/incident/states.ts';
import type { Language } from '../../domain/language/bilingual.ts';
import { languageFor } from '../../domain/language/language-for.ts';
import { pick } from '../../domain/language/pick.ts';
import { happened } from '../../events/happened.ts';
import { worded } from '../../languages/worded.ts';
import type { IncidentRow, Stores } from '../../storage/index.ts';
import { startAnalysis } from '../analysis/start-analysis.ts';
import { type Cause, once } from '../runtime/once.ts';
import { LOOK_AGAIN_MS } from '../runtime/runs.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { declareRun, declareRunId, FIRST_PAGE_WAITS_MS } from './declare/steps.ts';
import { deadlineRows, startEscalation, startUpdates, wakeForDeadlines } from './start-clocks.ts';

/** At most this many characters of a title are kept. */
const TITLE_MAX = 200;

export interface Declaration {
  cause: Cause;
  actor: Actor;
  /** `slack`, `alert`, `watch`, `token`. */
  via: string;
  title?: string | undefined;
  severity?: Severity | undefined;
  scenario?: string | undefined;
  isPrivate?: boolean | undefined;
  /** What people see as the beginning; deadlines count from now all the same. */
  onsetAt?: Date | undefined;
  /** Where to answer the declarer privately (Slack's response URL). */
  responseUrl?: string | undefined;
  /** In which the declarer is answered there. */
  answerIn?: Language | undefined;
  /** At most one incident that is not over may hold it. */
  dedupKey?: string | undefined;
}

export interface Declared {
  incident: Incident;
  /** The same cause was delivered before; this is the incident it declared then. */
  repeated: boolean;
  /** Opens the channel, the bridge and the briefing; to be called once the answer is out. If nobody does, the row is found. */
  begin: () => void;
}

/** Writes the incident down: record, deadlines, clocks and the run that will open it, in one transaction with the inbox row. */
export async function declareIncident(runtime: Runtime, declaration: Declaration): Promise<Declared> {
  let made: Incident | undefined;
  const { result, repeated } = await once(runtime, declaration.cause, async (stores) => {
    made = await record(runtime, stores, declaration);
    return { incidentId: made.id };
  });
  runtime.crashPoint('declare:recorded');
  const incident = made ?? (await runtime.storage.incidents.find(result.incidentId));
  if (!incident)
    throw new UserError(
      'no_such_incident',
      worded(({ incidents }) => incidents.thatIncidentIsGone),
    );
  return {
    incident,
    repeated,
    begin: () => {
      if (!repeated) runtime.startRun(declareRunId(incident.id));
    },
  };
}

/** The same inside a transaction that has its own reason to happen once; the run begins after its commit. */
export async function declareWithin(runtime: Runtime, stores: Stores, declaration: Omit<Declaration, 'cause'>): Promise<IncidentRow> {
  const incident = await record(runtime, stores, declaration);
  runtime.storage.afterCommit(() => {
    runtime.crashPoint('declare:recorded');
    runtime.startRun(declareRunId(incident.id));
  });
  return incident;
}

async function record(runtime: Runtime, stores: Stores, declaration: Omit<Declaration, 'cause'>): Promise<IncidentRow> {
  const { clock, playbook } = runtime;
  const now = clock.now();
  const scenario = declaration.scenario ?? null;
  const isPrivate = declaration.isPrivate ?? false;
  const incident = await stores.incidents.insert({
    service: playbook.service.key,
    playbookVersion: runtime.version === '' ? null : runtime.version,
    title: titleOf(runtime, declaration),
    severity: declaration.severity ?? (scenario === null ? undefined : playbook.scenarios[scenario]?.severity) ?? 'sev2',
    scenario,
    private: isPrivate,
    declaredBy: writtenAs(declaration.actor),
    declaredVia: declaration.via,
    detectedAt: now,
    onsetAt: declaration.onsetAt ?? now,
    clockStartedAt: now,
    dedupKey: declaration.dedupKey ?? null,
  });
  const incidentId = incident.id;
  // The run that opens the incident makes the first page due as soon as there is something to read, and wakes it when it has waited; if that process dies, whoever notices looks for it.
  await startEscalation(runtime, stores, incident, new Date(now.getTime() + FIRST_PAGE_WAITS_MS));
  const deadlines = [...deadlineRows(runtime, incident, 'detection', now), ...deadlineRows(runtime, incident, 'continuous', now)];
  await stores.deadlines.insertMany(deadlines);
  await happened(runtime, stores, {
    incidentId,
    at: now,
    kind: 'incident.declared',
    actor: writtenAs(declaration.actor),
    data: { title: incident.title, severity: incident.severity, scenario, private: isPrivate, via: declaration.via },
  });
  wakeForDeadlines(runtime, deadlines);
  await startAnalysis(runtime, stores, incidentId, deadlines);
  await startUpdates(runtime, stores, incident, now);
  // Begun by the run, once people have what they need.
  await stores.diagnoses.start(incidentId, now);
  const run = declareRun.row({
    id: declareRunId(incidentId),
    incidentId,
    input: {
      responseUrl: declaration.responseUrl ?? null,
      answerIn: declaration.answerIn ?? null,
      declarer: declaration.via === 'slack' ? writtenAs(declaration.actor) : null,
    },
    createdAt: now,
    nextAt: new Date(now.getTime() + LOOK_AGAIN_MS),
  });
  await stores.runs.insert(run);
  return incident;
}

function titleOf(runtime: Runtime, declaration: Omit<Declaration, 'cause'>): string {
  const typed = declaration.title?.replace(/\s+/g, ' ').trim();
  if (typed) return [...typed].slice(0, TITLE_MAX).join('');
  const { playbook } = runtime;
  const language = languageFor(playbook.team, { incident: { language: null, channelId: null } });
  const name = pick(playbook.service.name, language);
  const scenario = declaration.scenario === undefined ? undefined : playbook.scenarios[declaration.scenario];
  return scenario ? `${name}: ${pick(scenario.title, language)}` : name;
}
