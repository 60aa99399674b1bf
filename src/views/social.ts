import type { ChatMessage, ChatView } from '../domain/chat/message.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Bilingual, Language } from '../domain/language/bilingual.ts';
import type { SocialState } from '../domain/social/notice.ts';
import type { PublicStage } from '../domain/updates/told-text.ts';
import type { ScenarioView } from './briefing.ts';
import type { SurfaceView } from './updates.ts';

/** What is, or is to be, told on one social network. */
export interface SocialPlaceView {
  /** As the playbook calls it, and as people do. */
  network: string;
  title: string;
  language: Language;
  text: string;
  /** As the network counts, and how much it takes. */
  length: number;
  most: number;
  /** Absent before it is approved. */
  state?: 'waiting' | 'sent' | 'failed' | 'skipped' | 'withdrawn';
  /** Why it failed, or waits. */
  error?: string;
  url?: string;
}

/** A notice for social networks, for those who decide about it. */
export interface SocialNoticeView {
  incident: Incident;
  number: number;
  /** Names it as it reads. */
  seen: string;
  kind: 'update' | 'end';
  state: SocialState;
  places: readonly SocialPlaceView[];
  /** Whether it stands below an earlier one. */
  isReply: boolean;
  /** Who stands for the words, by Slack id or as a token is written: none of them decides. */
  standing: readonly string[];
  decideBy: Date;
  /** Who decided, or had it taken back. */
  by?: string;
  /** Whether something of it can be taken back. */
  isLive: boolean;
  now: Date;
}

/** The newest notice of an incident, for whoever asks. */
export interface SocialView {
  incident: Incident;
  /** Absent where none was drafted yet. */
  notice?: SocialNoticeView;
  /** Without it the playbook names no network, or none for this severity. */
  isOn: boolean;
}

/** Something about a notice that is said by itself. */
export interface SocialSaidView {
  incident: Incident;
  number: number;
  said: 'missed' | 'left' | 'not-allowed' | 'changed';
  /** Whom it is about. */
  by?: string;
}

/** What a notice is made of. */
export interface SocialTextView {
  incident: Incident;
  stage: PublicStage;
  /** What everybody is told. */
  update: string;
  /** The playbook's text, with its placeholders; absent at the end, and where it has none. */
  template?: Bilingual;
  scenario?: ScenarioView;
  waitMinutes?: number;
  nextAt?: Date;
  now: Date;
}

/** The form in which a notice is changed. */
export interface SocialFormView {
  incident: Incident;
  seen: string;
  fields: readonly { network: string; title: string; text: string; length: number; most: number }[];
}

export interface SocialPresenter {
  socialNotice(view: SocialNoticeView): ChatMessage;
  social(view: SocialView): ChatMessage;
  socialSaid(view: SocialSaidView): ChatMessage;
  /** Plain text for everybody, in this presenter's language, as long as it wants to be. */
  socialText(view: SocialTextView): string;
  socialForm(view: SocialFormView): ChatView;
}

/** How one network stands, among the surfaces of an update. */
export type SocialSurfaceView = Pick<SurfaceView, 'state' | 'error'> & { place: string };
