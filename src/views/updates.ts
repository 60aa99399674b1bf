import type { ChatMessage, ChatView } from '../domain/chat/message.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Bilingual, Language } from '../domain/language/bilingual.ts';
import type { Said } from '../domain/language/said.ts';
import type { Detail } from '../domain/updates/audiences.ts';
import type { Drift } from '../domain/updates/page-drift.ts';
import type { UpdateSurface } from '../domain/updates/surfaces.ts';
import type { PublicStage } from '../domain/updates/told-text.ts';
import type { ScenarioView } from './briefing.ts';
import type { ReadingView } from './readings.ts';

/** The message in the status channel that says an incident has begun, and where. */
export interface AnnouncementView {
  incident: Incident;
  channelId?: string;
  /** The incident lives in the thread of this message. */
  inThread?: boolean;
  bridgeUrl?: string;
  scenario?: ScenarioView;
  /** At the end: the cause that somebody named, and what was done. */
  cause?: Bilingual;
  done?: readonly Said[];
  now: Date;
}

/** The next regular update, for whoever looks after it. */
export interface NextUpdateView {
  incident: Incident;
  /** Absent when none is due any more. */
  nextAt?: Date;
  /** Names this update, so that of two who post or skip it the first one does. */
  seen?: string;
  /** What it will say to whoever reads this, and who approved that. */
  edited?: { text: string; by: string };
  /** What was told last. */
  told?: ToldUpdateView;
  now: Date;
}

/** What one audience inside is told of an update. */
export interface AudienceView {
  incident: Incident;
  detail: Detail;
  /** The approved text, in its language. */
  text: string;
  /** None but for whoever is told everything. */
  readings: readonly ReadingView[];
  /** What was done since the beginning, for the same. */
  done: readonly Said[];
  scenario?: ScenarioView;
  /** Absent in the last one. */
  nextAt?: Date;
  now: Date;
}

/** What one update told, and what became of it on each surface. */
export interface ToldUpdateView {
  sequence: number;
  version: number;
  text: string;
  approvedBy?: string;
  correctedBy?: string;
  deliveries: readonly SurfaceView[];
}

export interface SurfaceView {
  surface: UpdateSurface;
  /** Which one of several, as people call it. */
  place?: string;
  state: 'waiting' | 'sent' | 'failed' | 'held' | 'skipped' | 'declined' | 'missed' | 'withdrawn';
  /** Why it failed, or waits. */
  error?: string;
}

/** What the text of an update is made of. */
export interface UpdateTextView {
  kind: 'update' | 'end';
  incident: Incident;
  stage: PublicStage;
  /** The playbook's text for it, with its placeholders; absent: Bongsu's own. */
  template?: Bilingual;
  scenario?: ScenarioView;
  readings: readonly ReadingView[];
  previous?: readonly ReadingView[];
  done?: readonly Said[];
  /** The cause that somebody named. */
  cause?: Bilingual;
  nextAt?: Date;
  now: Date;
}

/** An update that somebody is asked to approve, in the channel of its incident. */
export interface UpdateDraftView {
  incident: Incident;
  text: string;
  /** When it goes out; absent for one that waits. */
  nextAt?: Date;
  seen: string;
  /** Surfaces on which it waits. */
  held?: readonly UpdateSurface[];
  /** Who is asked, by Slack id. */
  asks?: readonly string[];
  /** What became of it: nothing is to be done any more. */
  over?: { how: 'approved' | 'skipped' | 'posted' | 'sent'; by?: string };
  now: Date;
}

/** The form in which an update is written, or one that was told is corrected. */
export interface UpdateFormView {
  incident: Incident;
  /** Absent while it is being drafted. */
  fields?: readonly { language: Language; text: string }[];
  /** When it goes out. */
  nextAt?: Date;
  /** Names the update that is written. */
  seen?: string;
  /** The update that is corrected, and the version that is replaced. */
  corrects?: { sequence: number; version: number };
  now: Date;
}

/** What somebody changed by hand on an external status page, theirs beside ours. */
export interface PageDriftView {
  incident: Incident;
  /** As the playbook calls it, and as people do. */
  page: string;
  title: string;
  /** Names this change, so that of two who decide about it the first one does. */
  seen: number;
  drift: Drift;
  /** Nothing is to be decided any more; without `how` it was changed again there, or back. */
  over?: { how?: 'ours' | 'theirs'; by?: string };
}

/** An external status page refuses us for good. */
export interface PageRefusedView {
  incident: Incident;
  /** As people call it. */
  page: string;
  why: Said;
}

export interface UpdatePresenter {
  audienceUpdate(view: AudienceView): ChatMessage;
  announcement(view: AnnouncementView): ChatMessage;
  update(view: UpdateView): ChatMessage;
  nextUpdate(view: NextUpdateView): ChatMessage;
  /** Plain text for everybody, in this presenter's language; empty placeholders leave no hole. */
  updateText(view: UpdateTextView): string;
  updateDraft(view: UpdateDraftView): ChatMessage;
  updateForm(view: UpdateFormView): ChatView;
  supportGuide(view: SupportGuideView): ChatMessage;
  /** The same as a macro of a help desk: plain text. */
  supportMacro(view: SupportGuideView): { title: string; paragraphs: string[] };
  /** What an incident is called on external status pages: plain text for everybody. */
  pageTitle(view: { scenario?: ScenarioView }): string;
  pageDrift(view: PageDriftView): ChatMessage;
  pageRefused(view: PageRefusedView): ChatMessage;
}

/** What customer support tells those who ask. */
export interface SupportGuideView {
  incident: Incident;
  sequence: number;
  stage: PublicStage;
  /** The approved text, in the language of the channel. */
  text: string;
  /** The playbook's text for support, with its placeholders. */
  template?: Bilingual;
  scenario?: ScenarioView;
  /** What people ask, and what they are told. */
  questions: readonly { ask: Bilingual; tell: Bilingual }[];
  waitMinutes?: number;
  nextAt?: Date;
  now: Date;
}

/** The regular update for people outside the response (X1). */
export interface UpdateView {
  incident: Incident;
  /** 1 for the first. */
  sequence: number;
  readings: readonly ReadingView[];
  scenario?: ScenarioView;
  /** The readings of the update before, to say what became better or worse. */
  previous?: readonly ReadingView[];
  /** What everybody is told, in the language of the channel; the numbers stand below it. */
  message?: string;
  /** What was done since the last one, in words fit for outsiders. */
  done?: readonly Said[];
  /** Absent on the last one. */
  nextAt?: Date;
  now: Date;
}
