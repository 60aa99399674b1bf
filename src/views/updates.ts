import type { Incident } from '../domain/incident/incident.ts';
import type { Said } from '../domain/language/said.ts';
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
  now: Date;
}

/** The next regular update, for whoever looks after it. */
export interface NextUpdateView {
  incident: Incident;
  /** Absent when none is due any more. */
  nextAt?: Date;
  /** Names this update, so that of two who post or skip it the first one does. */
  seen?: string;
  edited?: { text: string; by: string };
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
  /** Text of the playbook that leads the update, with its placeholders filled in. */
  message?: string;
  /** What was done since the last one, in words fit for outsiders. */
  done?: readonly Said[];
  /** Absent on the last one. */
  nextAt?: Date;
  now: Date;
}
