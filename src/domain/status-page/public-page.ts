import type { IncidentState, Severity } from '../incident/states.ts';
import type { Playbook } from '../playbook/schema.ts';
import type { PublicStage, ToldTexts } from '../updates/told-text.ts';
import { affectedBy, type PublicComponent, publicComponents } from './components.ts';
import { concerns, type MaintenanceState, maintenanceState, type PlannedWork, spanOf } from './maintenance.ts';
import { type IncidentEffect, type ShownState, worse } from './states.ts';
import { type History, historyOf, lastDays, type Recorded } from './uptime.ts';

/** What the rows say of the public incidents of a service. */
export interface PublicRecord {
  incidents: readonly RecordedIncident[];
  /** Of those incidents, the newest first; what is held back is not among them. */
  updates: readonly RecordedUpdate[];
  /** What is planned or under way, and what is over since a while. */
  maintenance: readonly PlannedWork[];
  /** When it was worked on, as far back as the history reaches. */
  worked: readonly Pick<PlannedWork, 'components' | 'startsAt' | 'endsAt' | 'completedAt'>[];
  /** Since when incidents are written down; undefined where nobody knows. */
  since: Date | undefined;
  /** Something is posted for everybody. */
  isPosted: boolean;
  /** What stands for an id where the public sees it: a number would tell how many there are. */
  nameOf: (kind: 'incident' | 'update' | 'maintenance', id: number | string) => string;
}

interface RecordedIncident {
  id: number;
  scenario: string | null;
  severity: Severity;
  state: IncidentState;
  onsetAt: Date;
  detectedAt: Date;
  endedAt: Date | null;
  told: boolean;
}

interface RecordedUpdate {
  id: string;
  incidentId: number;
  stage: PublicStage;
  texts: ToldTexts;
  writtenAt: Date;
  correctedAt: Date | null;
}

export interface ToldUpdate {
  key: string;
  stage: PublicStage;
  texts: ToldTexts;
  at: Date;
  correctedAt: Date | null;
}

/** An incident of which something was told. */
export interface ToldIncident {
  key: string;
  stage: PublicStage;
  effect: IncidentEffect;
  components: readonly string[];
  /** Since when the problem was there. */
  since: Date;
  detectedAt: Date;
  endedAt: Date | null;
  /** The newest first; at least one. */
  updates: readonly ToldUpdate[];
}

export interface ToldMaintenance {
  key: string;
  state: MaintenanceState;
  components: readonly string[];
  texts: ToldTexts;
  startsAt: Date;
  /** As planned, or as it was. */
  endsAt: Date;
  changedAt: Date;
  version: number;
}

export interface ComponentNow extends PublicComponent {
  state: ShownState;
  history: History;
}

export interface PublicPage {
  components: readonly ComponentNow[];
  /** Those under way first, each newest first. */
  incidents: readonly ToldIncident[];
  /** Under way, then planned, then over. */
  maintenance: readonly ToldMaintenance[];
}

type Spoken = Pick<Playbook, 'service' | 'statusPage' | 'scenarios' | 'team'>;

/** What the page shows besides notices. */
export function publicPage(playbook: Spoken, record: PublicRecord, now: Date): PublicPage {
  const { statusPage, team } = playbook;
  const calendar = lastDays({ now: now.getTime(), zone: team.zone });
  const shownAfter = now.getTime() - statusPage.pastFor;
  const counting = record.incidents.filter((incident) => counts(incident));
  const judged = counting.map((incident) => ({
    ...incident,
    effect: statusPage.states[incident.severity],
    components: affectedBy(playbook, incident.scenario),
    isSpoken: isSpoken(playbook, record, incident),
  }));
  const incidents = judged.flatMap(({ id, told, effect, components, onsetAt, detectedAt, endedAt }): ToldIncident[] => {
    const updates = told ? record.updates.filter(({ incidentId }) => incidentId === id) : [];
    const [last] = updates;
    if (!last || (endedAt !== null && endedAt.getTime() <= shownAfter)) return [];
    const key = record.nameOf('incident', id);
    // The last text may wait for somebody while the incident is over.
    const stage = endedAt === null ? last.stage : 'resolved';
    return [
      { key, stage, effect, components, since: onsetAt, detectedAt, endedAt, updates: updates.map((one) => toldUpdate(record, one)) },
    ];
  });
  // What was called off is over for the history: it may have been a false alarm.
  const known = judged.filter(({ state }) => state !== 'cancelled');
  return {
    components: publicComponents(playbook).map((component): ComponentNow => {
      const own = known.filter(({ components }) => components.includes(component.key));
      const works = record.maintenance.filter((work) => concerns(work, component.key));
      const underWay = works.some((work) => maintenanceState(work, now) === 'under-way');
      const open = own.filter(({ endedAt }) => endedAt === null);
      return {
        ...component,
        state: stateNow(open, underWay),
        history: historyOf(recorded(record, own, component.key, now), calendar),
      };
    }),
    incidents: [...incidents.filter(({ endedAt }) => endedAt === null), ...incidents.filter(({ endedAt }) => endedAt !== null)],
    maintenance: toldMaintenance(record, now),
  };
}

/** Users may notice it, or were told of it. */
function counts({ severity, told }: RecordedIncident): boolean {
  return told || severity !== 'sev3';
}

/** Whether it is said that something is wrong: something was told or posted, or the organisation has it said by itself, or it is over. */
function isSpoken({ statusPage }: Spoken, { isPosted }: PublicRecord, { told, endedAt }: RecordedIncident): boolean {
  return told || endedAt !== null || isPosted || statusPage.automatic === 'investigating';
}

function stateNow(open: readonly { effect: IncidentEffect; isSpoken: boolean }[], underMaintenance: boolean): ShownState {
  // What breaks while it is worked on is a part of the work.
  if (underMaintenance) return 'under-maintenance';
  const effect = open.filter(({ isSpoken }) => isSpoken).reduce<IncidentEffect>((worst, one) => worse(worst, one.effect), 'operational');
  if (effect !== 'operational') return effect;
  return open.some(({ isSpoken }) => !isSpoken) ? 'unstated' : 'operational';
}

function recorded(
  { worked, since }: PublicRecord,
  own: readonly { onsetAt: Date; endedAt: Date | null; effect: IncidentEffect; isSpoken: boolean }[],
  component: string,
  now: Date,
): Recorded {
  const spans = own.map(({ onsetAt, endedAt, ...one }) => ({ ...one, from: onsetAt.getTime(), to: (endedAt ?? now).getTime() }));
  const maintenance = worked
    .filter((work) => concerns(work, component))
    .flatMap((work) => spanOf({ ...work, cancelledAt: null }) ?? [])
    .filter(({ from }) => from < now.getTime())
    .map(({ from, to }) => ({ from, to: Math.min(to, now.getTime()) }));
  return {
    incidents: spans.filter(({ isSpoken }) => isSpoken),
    unstated: spans.filter(({ isSpoken }) => !isSpoken),
    maintenance,
    since: since?.getTime(),
  };
}

function toldUpdate({ nameOf }: PublicRecord, { id, stage, texts, writtenAt, correctedAt }: RecordedUpdate): ToldUpdate {
  return { key: nameOf('update', id), stage, texts, at: writtenAt, correctedAt };
}

const IN_ORDER: readonly MaintenanceState[] = ['under-way', 'planned', 'completed', 'cancelled'];

function toldMaintenance({ maintenance, nameOf }: PublicRecord, now: Date): ToldMaintenance[] {
  const told = maintenance.map((work): ToldMaintenance => {
    const endsAt = work.completedAt && work.completedAt < work.endsAt ? work.completedAt : work.endsAt;
    const { components, texts, startsAt, changedAt, version } = work;
    const key = nameOf('maintenance', work.id);
    return { key, state: maintenanceState(work, now), components, texts, startsAt, endsAt, changedAt, version };
  });
  const over = ({ state }: ToldMaintenance) => state === 'completed' || state === 'cancelled';
  return told.sort(
    (a, b) =>
      Math.min(2, IN_ORDER.indexOf(a.state)) - Math.min(2, IN_ORDER.indexOf(b.state)) ||
      (over(a) ? b.startsAt.getTime() - a.startsAt.getTime() : a.startsAt.getTime() - b.startsAt.getTime()),
  );
}
