import type { ChatMessage } from '../domain/chat/message.ts';
import type { Confidence } from '../domain/diagnosis/by-playbook/diagnose.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Bilingual } from '../domain/language/bilingual.ts';
import type { SignalSpec } from '../domain/playbook/schema.ts';
import type { Doubtful } from '../domain/signals/doubts.ts';

/** The diagnosis as people see it (R1); the presenter's part for it. */

/** One line of evidence: what a signal says, against its own normal or against another signal. */
export interface EvidenceView extends Doubtful {
  title: Bilingual;
  unit: SignalSpec['unit'];
  /** `more-than`: as large as `other`. */
  is: 'high' | 'low' | 'normal' | 'more-than';
  value: number;
  normal?: number;
  onsetAt?: Date;
  other?: { title: Bilingual; value?: number };
}

/** Something that would speak against a cause. */
export interface RuleOutView {
  title: Bilingual;
  is: EvidenceView['is'];
  other?: Bilingual;
}

export interface CauseView {
  /** Scenario and cause by the playbook's names, as people type them: `S3`, `connection-leak`. */
  scenario: string;
  key: string;
  /** Of the cause. */
  title: Bilingual;
  /** Where it lies, such as the DB connection pool. */
  component: Bilingual;
  confidence: Confidence;
  evidence: readonly EvidenceView[];
  ruledOutBy: readonly RuleOutView[];
  /** Titles of what can be done about it, in the order in which it is offered. */
  mitigations: readonly Bilingual[];
}

/** A component that suffers, and what explains it. */
export interface SufferingView {
  component: Bilingual;
  by?: Bilingual;
  onsetAt?: Date;
}

export interface NamedCauseView {
  scenario: string;
  key: string;
  title: Bilingual;
  component?: Bilingual;
  /** Slack user id. */
  by: string;
  at: Date;
  note?: string;
}

export interface DiagnosisView {
  incident: Incident;
  /** The most likely first; empty when nothing stands out. */
  causes: readonly CauseView[];
  /** Components in trouble, the origin first. */
  suffering: readonly SufferingView[];
  /** When the signals were last judged; absent when that has not happened yet. */
  at?: Date;
  /** Nothing stands out any more; what is shown stood out at `at`. */
  past?: boolean;
  /** So many signals are measured only in part. */
  unsure?: number;
  named?: NamedCauseView;
  now: Date;
}

/** A row of the response process, by its id and its words. */
export interface NamedDeadline {
  id: string;
  title: Bilingual;
}

export interface CauseNamedView {
  incident: Incident;
  named: NamedCauseView;
  /** What stood beside it, when the signals say the same. */
  evidence: readonly EvidenceView[];
  /** Rows that begin now (F1 …), and those that no longer apply. */
  begun: readonly NamedDeadline[];
  waived: readonly NamedDeadline[];
  now: Date;
}

export interface DiagnosisPresenter {
  /** The whole diagnosis, for whoever asks. */
  diagnosis(view: DiagnosisView): ChatMessage;
  /** Said once in the channel when a cause becomes likely. */
  likelyCause(view: DiagnosisView): ChatMessage;
  /** Somebody named the cause. */
  causeNamed(view: CauseNamedView): ChatMessage;
}
