import type { PictureRef } from '../domain/chat/picture-ref.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Bilingual } from '../domain/language/bilingual.ts';
import type { Said } from '../domain/language/said.ts';
import type { DeadlineView } from './deadlines.ts';
import type { DiagnosisView } from './diagnosis.ts';
import type { BriefingMitigations } from './mitigation.ts';
import type { NextEscalation } from './paging.ts';
import type { ProblemView } from './problems.ts';
import type { ReadingView } from './readings.ts';
import type { RolesView } from './roles.ts';

export type BridgeView =
  | { state: 'opening' }
  /** `standing`: the room where this team always meets; `fallback`: the same, because there was no meeting to be had. */
  | { state: 'open'; url: string; kind: 'zoom' | 'fallback' | 'standing'; problem?: Said }
  | { state: 'failed'; problem: Said; url?: string };

export interface ScenarioView {
  id: string;
  title: Bilingual;
  /** What users notice of it. */
  effect: Bilingual;
  /** The same in words for everybody; absent where those are the same. */
  outside?: Bilingual;
}

/** The pinned message. */
export interface BriefingView extends BriefingMitigations {
  incident: Incident;
  readings: readonly ReadingView[];
  /** The whole source did not answer; its readings may be empty or unreachable. */
  metricsProblem?: Said;
  /** When the metrics were last asked. */
  readAt?: Date;
  /** The numbers have been asked for and are not there yet. */
  waiting?: boolean;
  scenario?: ScenarioView;
  roles: RolesView;
  bridge: BridgeView;
  nextDeadline?: DeadlineView;
  /** What is thought to be the cause; absent while nobody has looked. */
  diagnosis?: DiagnosisView;
  /** The escalation step that comes next, while there is one: what "Escalate now" takes. */
  nextEscalation?: NextEscalation;
  problems: readonly ProblemView[];
  /** The picture of the numbers, as the chat knows it. */
  chart?: PictureRef;
  /** The incident is resolved and its numbers are still followed until then; `done` when that is over. */
  following?: { until: Date; done: boolean };
  now: Date;
  /** When this message was last edited; absent on its first posting. */
  editedAt?: Date;
}
