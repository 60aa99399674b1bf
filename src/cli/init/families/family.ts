import type { Bilingual } from '../../../domain/language/bilingual.ts';
import type { SignalSpec } from '../../../domain/playbook/schema.ts';
import type { CauseName, ComponentName, Symptom } from '../vocabulary.ts';
import type { Whose } from './whose.ts';

/** What a signal is evidence for or against, by which way it leaves its normal. */
export interface Evidence {
  cause: CauseName;
  is: 'high' | 'low';
}

/** When a signal opens an incident. */
export interface Watched {
  /** Which way is bad. */
  side: 'above' | 'below';
  /** What people notice then; its scenario where the template has it. */
  opens?: Symptom;
  /** Every one of what it counts is bad, whatever the last week was like. Otherwise its limits come from its own past. */
  any?: true;
  /** The most that it can be, in its unit, such as 1 for a share of a whole: a limit beyond it is none. */
  most?: number;
}

/** A signal that a family can give. */
export interface FamilySignal {
  title: Bilingual;
  /** PromQL for one number; `of` are the label matchers, such as `job="shop"`. */
  query(of: string): string;
  unit: SignalSpec['unit'];
  /** Lower, unless given. */
  better?: SignalSpec['better'];
  /** In the unit: a change smaller than this is none. */
  matters: number;
  /** Which component it shows. */
  component: ComponentName;
  /** Shown as evidence only, unless given. */
  watched?: Watched;
  speaksFor?: readonly Evidence[];
  speaksAgainst?: readonly Evidence[];
  /** Proposed only where that signal of the same family does not answer. */
  insteadOf?: string;
}

/** The metrics of one kind of exporter or library. */
export interface Family {
  /** As people know it. */
  title: string;
  /** Names of metrics: it is there where all of these are. */
  known: readonly string[];
  /** Which of several it is that is asked about. */
  whose: Whose;
  /** By their keys in the playbook; of two families with the same key the first in the list gives it. */
  signals: Readonly<Record<string, FamilySignal>>;
}
