import type { ChatMessage, ChatView } from '../domain/chat/message.ts';
import type { PictureRef } from '../domain/chat/picture-ref.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Bilingual } from '../domain/language/bilingual.ts';
import type { Said } from '../domain/language/said.ts';
import type { Refusal, Steering } from '../domain/mitigation/guard.ts';
import type { TrackRecord } from '../domain/mitigation/ledger.ts';
import type { MitigationRunState, Outcome, Parameter, Plan, UndoWhy } from '../domain/mitigation/plan.ts';
import type { MitigationRunProblem } from '../domain/mitigation/problem.ts';
import type { SignalProof } from '../domain/mitigation/proof.ts';
import type { DialValue } from '../domain/mitigation/targets.ts';
import type { ProofVerdict } from '../domain/mitigation/verdicts.ts';
import type { MitigationSpec, SignalSpec } from '../domain/playbook/schema.ts';

/** Mitigations as people see them; the presenter's part for them. */

/** One that is offered for an incident. */
export interface MitigationOfferView {
  name: string;
  title: Bilingual;
  effect: Bilingual;
  /** Rows of the process that it keeps, such as I2. */
  rows: readonly string[];
  /** Whether the diagnosis or the scenario asks for it; the others can be run as well. */
  fits: boolean;
  /** "Helped 4 of 5 times". */
  record?: TrackRecord;
  /** Why it cannot be run now; absent when it can. */
  refusal?: Refusal | undefined;
  /** The playbook leaves it to people. */
  off?: boolean;
  /** It can only not be run because all mitigations are frozen. */
  frozen?: boolean;
  /** A run of it that has not ended. */
  run?: { id: number; state: MitigationRunState };
  /** Somebody else must approve it. */
  second?: NonNullable<MitigationSpec['guard']['second']>;
}

/** What can be done about an incident. */
export interface MitigationOffersView {
  incident: Incident;
  /** Those that fit first, in the order in which they are offered. */
  offers: readonly MitigationOfferView[];
  frozen?: { by: string; at: Date; reason?: string };
  now: Date;
}

/** The briefing's part. */
export interface BriefingMitigations {
  /** What can be done; the first three that fit and may be run have a button. */
  offers?: readonly MitigationOfferView[];
  /** What is being done and was done, the newest last. */
  mitigations?: readonly MitigationSummaryView[];
}

export interface MitigationSummaryView {
  title: Bilingual;
  state: MitigationRunState;
  verdict?: ProofVerdict;
}

/** The form that shows a plan and runs it. */
export interface MitigationFormView {
  incident: Incident;
  name: string;
  title: Bilingual;
  effect: Bilingual;
  parameters: readonly Parameter[];
  /** What is filled in. */
  chosen: Readonly<Record<string, DialValue>>;
  /** Absent while the targets are still being read, or when they could not be. */
  plan?: Plan;
  /** Why there is no plan. */
  problem?: Said;
  /** Why it may not be run by this person now. */
  refusal?: Refusal;
  /** The plan differs from the one this person saw before: look again, then run. `target`: the target changed; `choice`: they chose otherwise. */
  changed?: 'target' | 'choice';
  second?: MitigationOfferView['second'];
  record?: TrackRecord;
  /** In milliseconds. */
  expiresAfterMs?: number;
  provedAfterMs: number;
  now: Date;
}

export interface SignalProofView extends SignalProof {
  title: Bilingual;
  unit: SignalSpec['unit'];
}

/** The one message of a run, edited as it goes on. */
export interface MitigationRunView {
  incident: Incident;
  id: number;
  name: string;
  title: Bilingual;
  effect: Bilingual;
  state: MitigationRunState;
  outcome?: Outcome;
  plan: Plan;
  /** Slack user id, or `bongsu`. */
  by: string;
  approvedBy?: string;
  /** For `waiting`: who must approve, and until when. */
  second?: MitigationOfferView['second'];
  /** When the next thing happens by itself: it begins, lapses, is judged, is undone. */
  nextAt?: Date;
  ranAt?: Date;
  /** How many of its steps are done. */
  steps?: { done: number; of: number };
  verdict?: ProofVerdict;
  signals?: readonly SignalProofView[];
  helpedAfterMs?: number;
  /** Titles of other mitigations that ran in its window: any of them may be what helped. */
  overlaps: readonly Bilingual[];
  expiresAt?: Date;
  keptBy?: string;
  undoBy?: string;
  undoWhy?: UndoWhy;
  /** Who asked for it to be stopped while its steps were being done. */
  stopBy?: string;
  /** People did it, and said so, perhaps with what exactly. */
  byHand?: { said?: string };
  problem?: MitigationRunProblem;
  record?: TrackRecord;
  /** For a run that Bongsu begins by itself: the cause that speaks for it. */
  because?: Bilingual;
  /** Its signals before and after. */
  chart?: PictureRef;
  now: Date;
}

export interface MitigationBegunView {
  incident: Incident;
  title: Bilingual;
  state: MitigationRunState;
  /** What the person did with a run; absent when they began it. */
  did?: Steering | 'done';
}

/** A run that a freeze found half-way. */
export interface FrozenRunView {
  title: Bilingual;
  /** An action of it is with its target and has no answer yet. */
  sent: boolean;
  /** Absent for whoever may not see its incident. */
  run?: { id: number; incidentId: number };
}

/** How a run ended that a freeze had named as still going. */
export interface FrozenRunEndedView {
  incident: Incident;
  id: number;
  title: Bilingual;
  state: MitigationRunState;
  outcome?: Outcome;
  now: Date;
}

export interface FreezeView {
  by: string;
  at: Date;
  /** Of one service alone. */
  service?: Bilingual;
  reason?: string;
  /** Set when it has just ended. */
  liftedBy?: string;
  /** Still going when everything was frozen; when that has just ended, those that are held until somebody decides. */
  runs?: readonly FrozenRunView[];
}

export interface MitigationPresenter {
  mitigationOffers(view: MitigationOffersView): ChatMessage;
  /** Also the skeleton, while there is no plan yet. */
  mitigationForm(view: MitigationFormView): ChatView;
  mitigationRun(view: MitigationRunView): ChatMessage;
  /** Privately, to whoever pressed: it is under way, or waits for a second person. */
  mitigationBegun(view: MitigationBegunView): ChatMessage;
  /** In the form's own window, instead of the form. */
  mitigationNotice(message: ChatMessage): ChatView;
  /** The same while what was begun from it goes on. */
  mitigationProgress(view: MitigationRunView): ChatView;
  /** Once in the channel: everything is frozen, or runs again. */
  freezeNotice(view: FreezeView): ChatMessage;
  /** Once in the channel: what was still going when everything was frozen has ended. */
  frozenRunEnded(view: FrozenRunEndedView): ChatMessage;
}
