import { type Alert, groupKeyOf, type IncomingAlert } from '../../domain/alerts/alert.ts';
import { foldAlert } from '../../domain/alerts/fold-alert.ts';
import { judgeAlert, moreSevere, mutedBy, weightBy } from '../../domain/alerts/judge-alert.ts';
import { firingIn, type Weight } from '../../domain/alerts/weight.ts';
import { diagnose } from '../../domain/diagnosis/by-playbook/diagnose.ts';
import { type DiagnosisSummary, summarize } from '../../domain/diagnosis/by-playbook/summary.ts';
import type { Severity } from '../../domain/incident/states.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { Sample } from '../../domain/ports/metrics.ts';
import { type Recording, samplesOf } from '../../domain/replay/recording.ts';
import { decideWatch, UNWATCHED, type WatchState } from '../../domain/watch/decide-watch.ts';
import { isWatched } from '../../domain/watch/is-watched.ts';
import type { Presenter } from '../../views/presenter.ts';
import { watchAlert } from '../watch/record-look.ts';
import { type ReplayedIncident, replayedBriefing } from './replayed-briefing.ts';

/** One thing that would have happened. */
export interface ReplayEvent {
  at: Date;
  kind: 'opened' | 'joined' | 'raised' | 'resolved' | 'muted' | 'ignored' | 'calm' | 'likely' | 'unclear';
  /** Number of the pretended incident; absent for what belongs to none. */
  incident?: number;
  text: string;
  severity?: Severity;
  scenario?: string;
  /** The briefing in plain text as it would have read, for `opened`, `raised` and `likely`. */
  briefing?: string;
  /** What the diagnosis said, for `likely`. */
  diagnosis?: DiagnosisSummary;
}

/** An incident that would have been open. */
interface OpenIncident extends ReplayedIncident {
  groupKey: string;
  /** What fires, by its name. */
  firing: Map<string, Weight>;
  /** The weight of every alert that ever belonged to it. */
  weights: Weight[];
  /** The cause that was said last. */
  said: string | undefined;
  diagnoseAt: Date;
}

/** So many times "now" before the opening still is not taken for normal, as when an incident is really diagnosed. */
const GUARD = 2;

/**
 * Plays a recording through the watcher, the alerts' rules and the diagnosis, as they would have run at the time, without anybody being
 * told. An incident counts as over when everything that belongs to it is: here nobody resolves it. Pure, but for the texts of `present`.
 */
export function play(playbook: Playbook, recording: Recording, present: Pick<Presenter, 'watchTitle' | 'briefing'>): ReplayEvent[] {
  const player = new Player(playbook, recording, present);
  for (let ms = recording.from.getTime(); ms <= recording.to.getTime(); ms += playbook.watch.every) player.look(new Date(ms));
  return player.events;
}

class Player {
  readonly events: ReplayEvent[] = [];
  private readonly histories: Map<string, Sample[]>;
  private readonly watched = new Map<string, WatchState>();
  private readonly alerts = new Map<string, Alert>();
  private readonly open = new Map<string, OpenIncident>();
  private readonly pending: Recording['alerts'];
  private opened = 0;

  constructor(
    readonly playbook: Playbook,
    recording: Recording,
    readonly present: Pick<Presenter, 'watchTitle' | 'briefing'>,
  ) {
    this.histories = new Map(Object.keys(playbook.signals).map((key) => [key, samplesOf(recording, key)]));
    this.pending = [...recording.alerts].sort((a, b) => a.at.getTime() - b.at.getTime());
  }

  /** Everything that happened up to this moment. */
  look(now: Date): void {
    for (let next = this.pending[0]; next && next.at <= now; next = this.pending[0]) {
      this.pending.shift();
      this.receive(next, next.source, next.at);
    }
    for (const key of Object.keys(this.playbook.signals)) if (isWatched(this.playbook, key)) this.watch(key, now);
    for (const incident of this.open.values()) if (incident.diagnoseAt <= now) this.diagnose(incident, now);
  }

  private watch(key: string, now: Date): void {
    const spec = this.playbook.signals[key];
    if (!spec) return;
    const last = this.histories.get(key)?.findLast(({ at }) => at <= now);
    const fresh = last && now.getTime() - last.at.getTime() <= spec.staleAfter ? last : undefined;
    const { state, news } = decideWatch(
      this.watched.get(key) ?? UNWATCHED,
      fresh?.value,
      { ...this.playbook.watch, thresholds: spec.thresholds },
      now,
      fresh,
    );
    this.watched.set(key, state);
    for (const each of news)
      this.receive(watchAlert({ present: this.present, playbook: this.playbook, scope: '' }, key, spec, each), 'watch', now);
  }

  private receive(incoming: IncomingAlert, source: string, at: Date): void {
    const groupKey = groupKeyOf(this.playbook, incoming.labels);
    const name = `${source} ${incoming.fingerprint}`;
    const { weight } = judgeAlert(this.playbook, incoming);
    const { key: service } = this.playbook.service;
    const folded = foldAlert(this.alerts.get(name), { ...incoming, source, service, groupKey, weight }, at);
    if (!folded) return;
    const { news } = folded;
    this.alerts.set(name, { ...folded, news: null });
    if (news === 'resolved') this.end(folded, name, at);
    else if (news !== null) this.fire(folded, name, at);
  }

  private fire(alert: Alert, name: string, at: Date): void {
    const verdict = judgeAlert(this.playbook, alert);
    const muted = mutedBy(this.playbook, alert, at);
    const known = this.open.get(alert.groupKey);
    if (verdict.ignored) this.say({ at, kind: 'ignored', text: `${alert.title} (calls nobody)` });
    else if (muted) this.say({ at, kind: 'muted', text: `${alert.title} (maintenance: ${muted.reason})` });
    else if (known) this.join(known, alert, name, at, verdict.severity);
    else this.begin(alert, name, at, verdict);
  }

  private join(known: OpenIncident, alert: Alert, name: string, at: Date, wanted: Severity): void {
    const weight = weightBy(this.playbook, alert);
    known.firing.set(name, weight);
    known.weights.push(weight);
    this.say({ at, kind: 'joined', incident: known.id, text: alert.title });
    const severity = moreSevere(known.severity, wanted);
    if (severity === known.severity) return;
    known.severity = severity;
    const text = `raised to ${severity.toUpperCase()}: ${alert.title}`;
    this.say({ at, kind: 'raised', incident: known.id, text, severity, briefing: this.briefing(known, at) });
  }

  private begin(alert: Alert, name: string, at: Date, { severity, scenario }: { severity: Severity; scenario: string | null }): void {
    this.opened += 1;
    const weight = weightBy(this.playbook, alert);
    const incident: OpenIncident = {
      id: this.opened,
      title: alert.title,
      severity,
      scenario,
      openedAt: at,
      onsetAt: alert.startsAt,
      groupKey: alert.groupKey,
      firing: new Map([[name, weight]]),
      weights: [weight],
      said: undefined,
      diagnoseAt: at,
    };
    this.open.set(alert.groupKey, incident);
    const text = `opens as ${severity.toUpperCase()}${scenario === null ? '' : ` (${scenario})`}: ${alert.title}`;
    this.say({
      at,
      kind: 'opened',
      incident: incident.id,
      text,
      severity,
      briefing: this.briefing(incident, at),
      ...(scenario !== null && { scenario }),
    });
  }

  private end(alert: Alert, name: string, at: Date): void {
    const incident = this.open.get(alert.groupKey);
    if (!incident?.firing.delete(name)) return;
    this.say({ at, kind: 'resolved', incident: incident.id, text: `${alert.title} is over` });
    const tally = [
      ...incident.weights.map((weight) => ({ weight, all: 1, firing: 0 })),
      ...[...incident.firing.values()].map((weight) => ({ weight, all: 1, firing: 1 })),
    ];
    if (firingIn(tally).counting > 0) return;
    this.open.delete(incident.groupKey);
    const minutes = Math.round((at.getTime() - incident.openedAt.getTime()) / 60_000);
    this.say({ at, kind: 'calm', incident: incident.id, text: `everything that belongs to it is over, after ${minutes} min` });
  }

  private diagnose(incident: OpenIncident, now: Date): void {
    const { baseline, recent, every } = this.playbook.diagnosis;
    incident.diagnoseAt = new Date(now.getTime() + every);
    const calmUntil = new Date(Math.min(incident.onsetAt.getTime(), incident.openedAt.getTime()) - GUARD * recent);
    const fromMs = calmUntil.getTime() - baseline;
    const seen = new Map([...this.histories].map(([key, past]) => [key, past.filter(({ at }) => at.getTime() >= fromMs && at <= now)]));
    const windows = { calmUntil, recentFrom: new Date(now.getTime() - recent), blurMs: recent };
    const diagnosis = summarize(diagnose(this.playbook, seen, windows));
    const [first] = diagnosis.causes;
    // What is measured only in part may stand out without showing it.
    if (!first && diagnosis.unsure !== undefined) return;
    const name = first?.confidence === 'likely' ? `${first.scenario}/${first.key}` : undefined;
    if (name === incident.said || (name === undefined && diagnosis.causes.length > 0)) return;
    incident.said = name;
    if (name === undefined || !first) {
      this.say({ at: now, kind: 'unclear', incident: incident.id, text: 'nothing stands out any more' });
      return;
    }
    const { scenario } = first;
    const title = this.playbook.scenarios[scenario]?.causes.find(({ key }) => key === first.key)?.title.en ?? name;
    const text = `likely cause: ${title} (${name})`;
    this.say({ at: now, kind: 'likely', incident: incident.id, text, scenario, diagnosis, briefing: this.briefing(incident, now) });
  }

  private briefing(incident: OpenIncident, at: Date): string {
    return replayedBriefing(this.playbook, this.present, this.histories, incident, at);
  }

  private say(event: ReplayEvent): void {
    this.events.push(event);
  }
}
