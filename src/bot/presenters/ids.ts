import type { Move, Role } from '../../domain/incident.ts';
import type { Steering } from '../../domain/mitigation/guard.ts';

/** The names by which clicks and forms come back; the listeners of bot/ match on these and nothing else. */
export const ACTIONS = {
  /** Value: RoleValue. The person who clicks takes the role. */
  takeRole: 'incident.assign',
  /** Value: IncidentValue. Opens the form that assigns roles. */
  openRoles: 'incident.roles',
  /** Without a value: opens the form that declares. */
  openForm: 'incident.open',
  /** Value: IncidentValue. Tries again what did not work. */
  retry: 'incident.retry',
  /** `incident.move.<move>`; value: IncidentValue. */
  move: (move: Move): string => `incident.move.${move}`,
  movePattern: /^incident\.move\.(mitigated|resolve|close|cancel|reopen)$/,
  /** Value: PageValue. */
  acknowledge: 'page.ack',
  /** Value: PageValue. */
  passOn: 'page.pass-on',
  /** Value: EscalateValue. */
  escalate: 'incident.escalate',
  /** Value: CauseValue. Names the cause. */
  nameCause: 'diagnosis.name',
  /** Value: UpdateValue. */
  updateNow: 'update.now',
  updateSkip: 'update.skip',
  /** Value: IncidentValue. */
  retroAccept: 'retro.accept',
  retroPropose: 'retro.propose',
  /** Value: MomentValue. A lead takes a proposal. */
  retroMove: 'retro.move',
  /** Value: FollowUpValue. */
  followUpDone: (row: string): string => `follow-up.done.${row}`,
  followUpDonePattern: /^follow-up\.done\./,
  /** `analysis.<what>.<item>`; value: AnalysisValue. */
  analysis: (what: 'take' | 'tick' | 'run' | 'accept', item: string): string => `analysis.${what}.${item}`,
  analysisPattern: /^analysis\.(take|tick|run|accept)\./,
  /** `mitigation.open.<name>`; value: MitigationValue. Opens the form that shows the plan. */
  mitigationOpen: (name: string): string => `mitigation.open.${name}`,
  mitigationOpenPattern: /^mitigation\.open\./,
  /** `mitigation.<what>.<run>`; value: MitigationRunValue. */
  mitigationSteer: (what: Steering, run: number): string => `mitigation.${what}.${run}`,
  mitigationSteerPattern: /^mitigation\.(approve|refuse|stop|undo|keep)\./,
  /** `mitigation.done.<name>`; value: MitigationValue. Says that people did it by hand. */
  mitigationDone: (name: string): string => `mitigation.done.${name}`,
  mitigationDonePattern: /^mitigation\.done\./,
  /** `incident.list.previous` and `incident.list.next`; value: ListValue. */
  listPrevious: 'incident.list.previous',
  listNext: 'incident.list.next',
  listPattern: /^incident\.list\.(previous|next)$/,
  /** Buttons that only open an address. Slack reports the click all the same and wants it acknowledged: answer with nothing. */
  link: (what: string): string => `link.${what}`,
  linkPattern: /^link\./,
} as const;

/** `callback_id` of the forms. */
export const CALLBACKS = {
  open: 'incident.open',
  assign: 'incident.assign',
  retroPropose: 'retro.propose',
  analysisNote: 'analysis.note',
  mitigationRun: 'mitigation.run',
} as const;

/** Block ids of the form that declares an incident; the element inside has action_id `value`. */
export const OPEN_FIELDS = { title: 'title', severity: 'severity', visibility: 'visibility' } as const;
/** Block ids of the form that assigns roles are `role.<role>`; the element inside has action_id `value`. */
export const ROLE_FIELD_PREFIX = 'role.';
/** Block id of the form that proposes another time; the element inside has action_id `value`. */
export const RETRO_FIELDS = { moment: 'moment' } as const;
/** Block id of the form that ticks with a note; the element inside has action_id `value`. */
export const NOTE_FIELDS = { note: 'note' } as const;
/** Block ids of the form that runs a mitigation are `parameter.<key>` and `typed`; the element inside has action_id `value`. */
export const MITIGATION_FIELDS = { parameterPrefix: 'parameter.', typed: 'typed' } as const;
export const FIELD_ACTION = 'value';
/** Value of the only option of OPEN_FIELDS.visibility. */
export const PRIVATE_OPTION = 'private';

/** `version` is the incident's when the button was drawn: what people saw when they clicked. */
export interface IncidentValue {
  incident: number;
  version: number;
}
export interface RoleValue extends IncidentValue {
  role: 'commander';
}
export interface PageValue extends IncidentValue {
  page?: string;
}
/** `step` is the one that came next when the button was drawn: compare-and-set. */
export interface EscalateValue extends IncidentValue {
  step: number;
}
/** `cause` as `S3/connection-leak`. */
export interface CauseValue extends IncidentValue {
  cause: string;
}
export interface ListValue {
  page: number;
  scope: 'active' | 'all';
}
/** `at` is an ISO 8601 time with its zone; `from` is when the meeting was when the button was drawn: compare-and-set. */
export interface MomentValue extends IncidentValue {
  at: string;
  from?: string;
}
/** `seen` names the update that came next when the button was drawn: compare-and-set. */
export interface UpdateValue extends IncidentValue {
  seen?: string;
}
/** `row` is the follow-up's: N1 … */
export interface FollowUpValue extends IncidentValue {
  row: string;
}
/** `item` is a row of the analysis, such as G1, or one of a row's list, such as R3.partitions. */
export interface AnalysisValue extends IncidentValue {
  item: string;
  /** The proposal that the button stands under. */
  seen?: string;
}
/** `name` is the mitigation's in the playbook. */
export interface MitigationValue extends IncidentValue {
  name: string;
}
export interface MitigationRunValue extends IncidentValue {
  run: number;
}
/** `private_metadata` of the form that assigns roles: who held them when it was shown. */
export interface AssignFormMetadata extends IncidentValue {
  roles?: Partial<Record<Role, string>>;
}
/** `private_metadata` of the form that runs a mitigation. `shown` is the fingerprint of the plan that it shows; empty while it shows none. */
export interface MitigationFormMetadata {
  incident: number;
  name: string;
  shown: string;
}
/** `private_metadata` of the form that declares: what it brings back besides its fields. */
export interface OpenFormMetadata {
  /** Where whoever declared is answered later. */
  responseUrl?: string;
  /** ISO 8601; what was typed as --since. */
  since?: string;
}
