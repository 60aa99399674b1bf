import type { ChatMessage, ChatView } from '../domain/chat/message.ts';
import type { Bilingual, Language } from '../domain/language/bilingual.ts';
import type { MaintenanceChange, MaintenanceState } from '../domain/status-page/maintenance.ts';

/** Planned work, for those who plan it. */
export interface MaintenanceView {
  id: number;
  state: MaintenanceState;
  /** What is done, by language. */
  texts: Readonly<Record<Language, string>>;
  /** Names of the components that it concerns; none: the whole service. */
  components: readonly Bilingual[];
  /** Absent while there is one service. */
  service?: Bilingual;
  startsAt: Date;
  endsAt: Date;
}

export interface MaintenanceListView {
  works: readonly MaintenanceView[];
  /** What was just done, and to which. */
  done?: { what: MaintenanceChange; id: number };
  now: Date;
}

/** For everybody in the status channel. */
export interface MaintenanceNoticeView {
  work: MaintenanceView;
  what: MaintenanceChange;
  /** Who did it; absent when its time came. */
  by?: string;
  now: Date;
}

/** What the form that plans it begins with. */
export interface MaintenanceFormView {
  /** Key of the service. */
  service: string;
  serviceName: Bilingual;
  /** In which users read it, the first one needed. */
  languages: readonly Language[];
  components: readonly { key: string; name: Bilingual }[];
  startsAt: Date;
  /** As it is typed, such as `2h`. */
  lasting: string;
  text?: string;
}

export interface MaintenancePresenter {
  maintenanceForm(view: MaintenanceFormView): ChatView;
  maintenance(view: MaintenanceListView): ChatMessage;
  maintenanceNotice(view: MaintenanceNoticeView): ChatMessage;
}
