import type { ChatMessage } from '../domain/chat/message.ts';
import type { PlaceGone } from '../domain/chat/refusals.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Said } from '../domain/language/said.ts';

/** What people are told when a place is gone, or back. */

/** A channel that people knew. */
export interface KnownPlace {
  channelId: string;
  /** As it was called; a deleted one can be named in no other way. */
  channelName: string | null;
}

/** An incident has lost its channel and goes on where this stands. */
export interface HomeLostView {
  incident: Incident;
  lost: KnownPlace;
  how: PlaceGone;
  /** This message is the head of a thread in the status channel, or a direct message to somebody who answers for the incident. */
  here: 'thread' | 'direct';
  bridgeUrl?: string;
  now: Date;
}

/** It goes on in its own channel again. */
export interface HomeBackView {
  incident: Incident;
  channelId: string;
  /** Since when it was elsewhere. */
  since: Date;
  now: Date;
}

/** The status channel cannot be written to. */
export interface StatusGoneView {
  incident: Incident;
  lost: KnownPlace;
  how: PlaceGone;
  now: Date;
}

/** Slack does not let us in at all. */
/** `lines`: the first mistakes, as they are told on a terminal. */
export interface PlaybookRefusedView {
  lines: readonly string[];
  /** How many mistakes there are. */
  problems: number;
}

export interface AccessMailView {
  said: Said;
  since: Date;
  now: Date;
}

export interface PlacePresenter {
  homeLost(view: HomeLostView): ChatMessage;
  /** To whoever commands it, when it goes on in a thread of `channelId`. */
  homeMoved(view: Omit<HomeLostView, 'here'> & { channelId: string }): ChatMessage;
  /** In the channel that is back. */
  homeBack(view: HomeBackView): ChatMessage;
  /** In the place that stood in for it, and over the briefing that was there. */
  homeLeft(view: HomeBackView): ChatMessage;
  statusGone(view: StatusGoneView): ChatMessage;
  accessMail(view: AccessMailView): { subject: string; text: string };
  /** To a lead: what somebody wrote into the playbook cannot be used. */
  playbookRefused(view: PlaybookRefusedView): ChatMessage;
}
