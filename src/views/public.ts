import type { Incident } from '../domain/incident/incident.ts';
import type { Bilingual } from '../domain/language/bilingual.ts';
import type { StatusWords } from '../languages/en/surfaces/status-page.ts';

/** What a text for the public is made of. */
export interface PublicTextView {
  /** Of the playbook or of a person, with {placeholders}. */
  text: Bilingual;
  incident?: Pick<Incident, 'onsetAt'>;
  /** Of its scenario. */
  effect?: Bilingual;
  waitMinutes?: number;
  now: Date;
}

export interface PublicText {
  /** Plain text, tidied, in both languages. */
  text: Bilingual;
  /** Placeholders that have no value here, such as an incident's title, which is not for the public. */
  unfilled: readonly string[];
}

export interface PublicTextPresenter {
  publicText(view: PublicTextView): PublicText;
  /** What stands around the texts at /status. */
  statusWords(): StatusWords;
}
