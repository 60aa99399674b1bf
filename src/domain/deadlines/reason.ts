import type { Bilingual } from '../language/bilingual.ts';
import type { Said } from '../language/said.ts';

/** A cause by the playbook's names; its scenario is the one in which it lies. */
export interface CauseName {
  scenario: string;
  cause: string;
}

/**
 * Why a row does not apply. `missed`: it had been missed when the cause was named. `likely`: nobody had named the cause yet, and it was the likely one
 * when the row's time came. `said`: what the playbook said of it then, in rows of earlier releases.
 */
export type Waiver =
  | { code: 'scenario'; scenario: string; missed?: boolean; said?: Said }
  | ({ code: 'cause'; missed?: boolean; likely?: boolean } & CauseName)
  | { code: 'private' | 'no-surface' | 'no-network' | 'recovered' | 'mitigated' | 'reopened' | 'cancelled' | 'held' };

/** Why a meeting lies after its row's time: there is no working hour before that, or somebody moved it. */
export type Late = { code: 'no-working-hour' | 'moved' };

/** What kept a row, when it was not only the event that the playbook names. */
export type Keeper =
  /** The signals were followed for so many minutes after recovery. */
  | { code: 'followed'; minutes: number }
  /** A mitigation was done, or its effect was looked at. */
  | { code: 'mitigation'; mitigation: string }
  /** A person named the cause. */
  | { code: 'named'; scenario: string; cause: string }
  /** It was collected: signals by their names in the playbook, other sources by their own. */
  | { code: 'collected'; signals: readonly string[]; sources: readonly Said[] }
  /** A person accepted this way to reproduce. */
  | { code: 'accepted'; path: string };

/** What a person said, and what an earlier release wrote of which no fact is known. */
export interface SaidReason {
  code: 'said';
  text: Said;
}

/**
 * Why a row is waived or missed, or what kept it: a fact, kept with the row and compared. Its words are made when it is shown
 * (`src/languages/en/surfaces/reasons.ts`), in the reader's language.
 */
export type Reason = Waiver | Late | Keeper | SaidReason;

/** The same with what the playbook calls things by now, to be shown. */
export type ReasonView =
  | Exclude<Waiver, { code: 'scenario' | 'cause' }>
  | Late
  | SaidReason
  /** In the playbook's words; `title` is the scenario's, for when it has none. */
  | { code: 'scenario'; why?: Said; title: Bilingual }
  | { code: 'cause'; title: Bilingual }
  | { code: 'followed'; minutes: number }
  | { code: 'mitigation'; title: Bilingual }
  | { code: 'named'; title: Bilingual }
  | { code: 'collected'; signals: readonly Bilingual[]; sources: readonly Said[] }
  | { code: 'accepted'; path: string };
