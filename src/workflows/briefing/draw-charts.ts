import { following } from '../../domain/briefing/briefing-pace.ts';
import { chooseBriefings } from '../../domain/briefing/choose-briefings.ts';
import { BRIEFING_CHARTS, isSpent, nextTokenAt, refilled } from '../../domain/briefing/edit-budget.ts';
import { errorSaid, PermanentError } from '../../domain/errors.ts';
import type { Sample } from '../../domain/ports/metrics.ts';
import { own } from '../../domain/text/own.ts';
import { dataOf } from '../../domain/timeline/index.ts';
import type { IncidentRow } from '../../storage/index.ts';
import type { ChartMarkView, ChartSignalView, ChartView } from '../../views/charts.ts';
import type { Presenter } from '../../views/presenter.ts';
import { presentInIncident } from '../messages/present-for.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';
import type { Drain } from '../runtime/wake.ts';
import { type FollowedReadings, followed, troubleFrom } from './follow-readings.ts';
import { wakeBriefings } from './refresh-briefings.ts';
import { shownSignals } from './shown-signals.ts';

const BUDGET = 'charts';
/** More than this are not weighed against each other. */
const WEIGHED = 50;
/** More than this nobody tells apart on a phone. */
const SIGNALS_MAX = 8;

/** So much is shown from before the trouble, in trend windows. */
const BEFORE_TRENDS = 2;

/** Slack shows a picture only some moments after its upload. */
const READY_MS = 4_000;

/** What will not pass by itself (a missing scope) is tried again so much more rarely. */
const PATIENCE = 6;

/**
 * Draws the chart of every briefing that is due for one: uploaded first and seen by nobody, then shown by the briefing itself, as an image block that
 * names it. So there is no message of its own to keep in order, and a crash at any line leaves at most a file that nothing shows. One
 * at a time, and the claim moves the next drawing ahead first: a picture that fails is drawn again in time, the numbers do not wait for it.
 */
export function chartsDrain(whole: WholeRuntime): Drain {
  const { clock, services, waker, stopping } = whole;
  let spentUntil: Date | undefined;
  return async () => {
    while (!stopping.aborted) {
      // What is left of the budget grows by nothing but time.
      if (isSpent(spentUntil, clock.now(), BRIEFING_CHARTS)) return spentUntil;
      const { incidentId, nextAt, again } = await claim(whole);
      spentUntil = again;
      if (nextAt) waker.wake('charts', nextAt);
      if (incidentId === undefined) return again;
      await draw(await services.ofIncident(incidentId), incidentId);
    }
    return undefined;
  };
}

/**
 * Takes the one whose briefing has its turn next, out of a common budget: in a crush there are more pictures due than edits that could show them. `nextAt`: when it is drawn
 * anew. `again`: when the budget has room, if it has none now.
 */
async function claim({ storage, clock, services }: WholeRuntime): Promise<{ incidentId?: number; nextAt?: Date; again?: Date }> {
  return await storage.transaction(async (stores) => {
    const now = clock.now();
    const due = await stores.briefingCharts.lockDue(now, WEIGHED);
    if (due.length === 0) return {};
    const { tokens } = refilled(await stores.budgets.lock(BUDGET), now, BRIEFING_CHARTS);
    const [chosen] = tokens < 1 ? [] : chooseBriefings(due, 1, now);
    if (!chosen) return { again: nextTokenAt({ tokens, at: now }, BRIEFING_CHARTS) };
    const { playbook } = (await services.ofIncidents([chosen.id], stores)).get(chosen.id) ?? services.home;
    const nextAt = new Date(now.getTime() + playbook.briefing.chartEvery);
    await stores.briefingCharts.begin(chosen.id, nextAt);
    await stores.budgets.leave(BUDGET, { tokens: tokens - 1, at: now });
    return { incidentId: chosen.id, nextAt };
  });
}

async function draw(runtime: Runtime, incidentId: number): Promise<void> {
  const { storage, clock, log, playbook, waker, crashPoint } = runtime;
  const incident = await storage.incidents.find(incidentId);
  // Where no pictures can be drawn nobody misses them; `npm run doctor` says why.
  const drawable = incident && isWatched(runtime, incident) && (await runtime.charts.available()) === undefined;
  if (!incident || !drawable) return await storage.briefingCharts.stop(incidentId);
  try {
    const picture = await drawnPicture(runtime, incident);
    if (!picture) return;
    crashPoint('chart:uploaded');
    await storage.briefingCharts.drawn(incidentId, picture, clock.now());
    const at = new Date(clock.now().getTime() + READY_MS);
    await storage.incidents.touchBriefing(incidentId, at, playbook.briefing.editAtMostEvery);
    waker.wake('briefings', at);
    waker.wake('briefings', new Date(clock.now().getTime() + playbook.briefing.editAtMostEvery));
  } catch (error) {
    log.warn({ err: error, incident: incidentId }, 'A chart could not be drawn or uploaded; the briefing goes on without a new one.');
    if (!(error instanceof PermanentError)) return;
    const retryAt = new Date(clock.now().getTime() + PATIENCE * playbook.briefing.chartEvery);
    await storage.briefingCharts.failed(incidentId, { errorCode: error.code, error: errorSaid(error) }, retryAt);
    await storage.incidents.touchBriefing(incidentId, clock.now(), playbook.briefing.editAtMostEvery);
    wakeBriefings(runtime);
  }
}

function isWatched({ playbook, clock }: Runtime, incident: IncidentRow): boolean {
  if (incident.briefingTs === null || incident.state === 'closed' || incident.state === 'cancelled') return false;
  return following(incident, playbook.briefing, clock.now())?.done !== true;
}

/** Uploads the chart as it is now; undefined when there is not one number to draw. */
async function drawnPicture(runtime: Runtime, incident: IncidentRow): Promise<{ fileId: string; altText: string } | undefined> {
  const keys = (await shownSignals(runtime, incident)).slice(0, SIGNALS_MAX);
  const known = await followed(runtime, incident, keys);
  const view = await incidentChart(runtime, incident, known);
  return view.signals.some(({ history }) => history && history.length > 0)
    ? await uploadChart(runtime, presentInIncident(runtime, incident), view)
    : undefined;
}

async function incidentChart({ storage, playbook, clock }: Runtime, incident: IncidentRow, known: FollowedReadings): Promise<ChartView> {
  const from = new Date(troubleFrom(incident).getTime() - BEFORE_TRENDS * playbook.briefing.trend);
  const mitigations = await storage.timeline.ofKind(incident.id, 'mitigation.executed');
  const marks: ChartMarkView[] = [
    { kind: 'opened', at: incident.detectedAt },
    ...mitigations.map((entry): ChartMarkView => {
      const title = own(playbook.mitigations, dataOf('mitigation.executed', entry)?.mitigation ?? '')?.title;
      return { kind: 'mitigation', at: entry.at, ...(title && { title }) };
    }),
    ...(incident.resolvedAt ? [{ kind: 'recovered' as const, at: incident.resolvedAt }] : []),
  ];
  return { incident, signals: chartSignals(known, from), marks, from, to: clock.now() };
}

/** The readings with their past from `from` on, gaps told by how far apart their values usually are. */
export function chartSignals({ readings, histories, stepMs }: FollowedReadings, from: Date): ChartSignalView[] {
  return readings.map((view) => {
    const history = histories.get(view.key)?.filter(({ at }) => at >= from);
    return { view, history, gapMs: 3 * Math.max(stepMs, usualDistance(history ?? [])) };
  });
}

function usualDistance(samples: readonly Sample[]): number {
  const distances = samples.slice(1).map(({ at }, index) => at.getTime() - (samples[index]?.at.getTime() ?? 0));
  return distances.sort((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 0;
}

/** Draws a chart and gives it to the chat; nobody sees it yet. */
export async function uploadChart(
  { charts, chat }: Runtime,
  present: Presenter,
  view: ChartView,
): Promise<{ fileId: string; altText: string }> {
  const { chart, altText, title, fileName } = present.chart(view);
  const { png } = await charts.render(chart);
  const fileId = await chat.uploadImage({ png, fileName, title, altText }, { lane: 'cosmetics' });
  return { fileId, altText };
}
