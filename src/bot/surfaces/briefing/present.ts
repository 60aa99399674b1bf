import type { ChatBlock, ChatMessage } from '../../../domain/chat/message.ts';
import { incidentRef, legalMoves } from '../../../domain/incident/incident.ts';
import { ROLES } from '../../../domain/incident/states.ts';
import type { BridgeView, BriefingView } from '../../../views/briefing.ts';
import type { DeadlineView } from '../../../views/deadlines.ts';
import type { ReadingView } from '../../../views/readings.ts';
import type { RolesView } from '../../../views/roles.ts';
import { commandButton } from '../building-blocks/asking.ts';
import {
  actions,
  type Button,
  button,
  context,
  fieldSections,
  header,
  image,
  lineSections,
  message,
  section,
} from '../building-blocks/blocks.ts';
import { aside, link, person, plainAddress, safe, webAddress } from '../building-blocks/escape.ts';
import { linkAction } from '../building-blocks/ids.ts';
import { escalateButton, moveButton } from '../building-blocks/incident-buttons.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { who } from '../building-blocks/who.ts';
import { diagnosisLines } from '../diagnosis/present.ts';
import { problemLines } from '../incident/problems.ts';
import { briefingOffers, briefingRuns } from '../mitigations/present-offers.ts';
import { retryButton } from '../places/present.ts';
import { calmLines, isCalm } from './calm-readings.ts';
import { movesInOneLine } from './changes.ts';
import { followingLines } from './following.ts';
import { effectLines, headline, isOver, plainHeadline, plainSince, since } from './headline.ts';
import { howBad, isOff, isUnread, isUnsure, readingField } from './readings.ts';

/** The schema allows 12 signals; more than this nobody reads at 3 a.m. */
const READINGS_MAX = 20;

/**
 * The pinned message. Read from the top it answers in this order: what is wrong and how bad (header), since when and by which numbers
 * (first lines), every signal that is not as it should be and the others in a line, where people meet and what is due, what does not work, what to press.
 */
export function briefing(voice: Voice, view: BriefingView): ChatMessage {
  const { incident, now } = view;
  const { t } = voice;
  const state = numbersInOneLine(voice, view);
  const shown = view.readings.slice(0, READINGS_MAX);
  // On a phone each number takes a screen's width: only those that somebody must look at have lines of their own.
  const detailed = shown.filter((reading) => !isCalm(reading, now));
  const blocks: ChatBlock[] = [
    header(headline(voice, incident)),
    ...lineSections([
      `*${since(voice, incident, now)}*`,
      state,
      ...movesInOneLine(voice, view.readings),
      ...followingLines(voice, view),
      ...effectLines(voice, incident, view.scenario),
      ...causeLines(voice, view),
      ...briefingRuns(voice, view),
    ]),
    ...(hasNothingToMend(view) ? [] : briefingOffers(voice, incident, view)),
    ...fieldSections(detailed.map((reading) => readingField(voice, saidOnce(voice, view, reading), now))),
    ...lineSections(calmLines(voice, shown, now)),
    ...(view.metricsProblem === undefined ? [] : [section(t.briefing.metricsDown(aside(voice.say(view.metricsProblem, 300))))]),
    ...context([view.readAt && t.briefing.asOf(voice.format.timeWithSeconds(view.readAt))]),
    ...(view.chart ? [image(view.chart)] : []),
    ...fieldSections([
      `*${t.briefing.bridge}*\n${bridgeText(voice, shownBridge(view))}`,
      `*${t.briefing.next}*\n${isOver(incident) && !view.nextDeadline ? t.briefing.noDeadline : deadlineText(voice, view.nextDeadline, now)}`,
      `*${t.briefing.roles}*\n${rolesText(voice, view.roles)}`,
    ]),
    ...problemSection(voice, view),
    ...actions(`incident.${incident.id}`, buttons(voice, view)),
    ...footer(voice, view),
  ];
  return message([plainHeadline(voice, incident), plainSince(voice, incident, now), state, bridgePlain(view.bridge)], blocks);
}

function numbersInOneLine(voice: Voice, view: BriefingView): string {
  const { t } = voice;
  if (view.waiting) return t.briefing.waiting;
  if (view.readings.length === 0 && view.metricsProblem === undefined) return t.briefing.noSignals;
  return howBad(voice, view.readings, 2, view.now);
}

/** Everything measured is as it should be, and nothing speaks for a cause: there is nothing to plan against. `mitigate` shows what can be done all the same. */
function hasNothingToMend({ readings, waiting, metricsProblem, diagnosis }: BriefingView): boolean {
  if (waiting || metricsProblem !== undefined || readings.length === 0) return false;
  const speaks = diagnosis !== undefined && diagnosis.causes.length > 0 && !diagnosis.past;
  return !speaks && !readings.some((view) => isOff(view) || isUnread(view) || isUnsure(view));
}

/** Nobody can say that nothing stands out while nothing can be seen. */
function causeLines(voice: Voice, { readings, diagnosis }: BriefingView): string[] {
  const blind = readings.length > 0 && readings.every((view) => isUnread(view) || isUnsure(view));
  return blind && diagnosis?.causes.length === 0 && !diagnosis.named ? [] : diagnosisLines(voice, diagnosis);
}

/** What is the same for all of them is said below them. */
function saidOnce({ say }: Voice, { metricsProblem }: BriefingView, view: ReadingView): ReadingView {
  const { problem, ...reading } = view.reading;
  const isSame = problem !== undefined && metricsProblem !== undefined && say(problem) === say(metricsProblem);
  return isSame ? { ...view, reading } : view;
}

/** Why the standing room stands in for a meeting is said among the problems, once they know it. */
function shownBridge({ bridge, problems }: BriefingView): BridgeView {
  if (bridge.state !== 'open' || !problems.some(({ part }) => part === 'bridge')) return bridge;
  const { problem: _, ...shown } = bridge;
  return shown;
}

function bridgeText(voice: Voice, bridge: BridgeView): string {
  const { t } = voice;
  if (bridge.state === 'opening') return t.briefing.opening;
  if (bridge.state === 'failed') {
    const why = `⚠ ${t.briefing.bridgeFailed}: ${voice.say(bridge.problem, 300)}`;
    return bridge.url ? `${link(bridge.url, t.briefing.joinBridge)}\n${why}` : why;
  }
  const kind = { zoom: t.briefing.bridgeZoom, fallback: t.briefing.bridgeFallback, standing: t.briefing.bridgeStanding }[bridge.kind];
  const problem = bridge.problem === undefined ? '' : `\n⚠ ${voice.say(bridge.problem, 300)}`;
  return `${link(bridge.url, t.briefing.joinBridge)} · ${kind}${problem}`;
}

/** `Rate limit on the issuing API (I1): 14:12, in 4 min`. */
function deadlineText(voice: Voice, deadline: DeadlineView | undefined, now: Date): string {
  const { t, format } = voice;
  if (!deadline?.dueAt) return t.briefing.noDeadline;
  const left = deadline.dueAt.getTime() - now.getTime();
  const when = left >= 0 ? t.inTime(format.duration(left)) : `⚠ ${t.overdue(format.duration(-left))}`;
  return `${voice.say(deadline.title, 200)} (${safe(deadline.id, 20)})\n${format.time(deadline.dueAt, now)}, ${when}`;
}

/** The commander is always named, because somebody has to be; the others when they are assigned. */
export function rolesText(voice: Voice, roles: RolesView): string {
  const { t } = voice;
  return ROLES.filter((role) => role === 'commander' || roles[role] !== undefined)
    .map((role) => {
      const user = roles[role];
      return `${t.role[role]}: ${user === undefined ? t.nobody : person(user)}`;
    })
    .join('\n');
}

function problemSection(voice: Voice, view: BriefingView): ChatBlock[] {
  const lines = problemLines(voice, view.problems);
  return lines.length === 0 ? [] : lineSections([`*${voice.t.briefing.problems}*`, ...lines]);
}

function buttons(voice: Voice, view: BriefingView): (Button | undefined)[] {
  const { t } = voice;
  const { incident } = view;
  const ref = incidentRef(incident);
  const moves = legalMoves(incident.state).map((move) => moveButton(voice, incident, move));
  const url = view.bridge.state === 'opening' ? undefined : webAddress(view.bridge.url);
  const bridge =
    url === undefined || isOver(incident)
      ? undefined
      : button({ action: linkAction('bridge'), text: t.button.bridge, label: t.button.bridgeLabel(ref), url });
  if (isOver(incident)) return moves;
  const take =
    view.roles.commander !== undefined
      ? undefined
      : // Of two who press, one gets it.
        commandButton(
          { command: 'assign', subject: 'commander', incident, args: { role: 'commander', seen: 'nobody' } },
          { text: t.button.takeCommand, label: t.button.takeCommandLabel(ref), style: 'primary' },
        );
  const assign = commandButton({ command: 'assign', incident }, { text: t.button.roles, label: t.button.rolesLabel(ref) });
  const escalate = view.nextEscalation && escalateButton(voice, incident, view.nextEscalation);
  const again = view.problems.length > 0 ? retryButton(voice, incident) : undefined;
  return [take, bridge, assign, escalate, again, ...moves];
}

function footer(voice: Voice, view: BriefingView): ChatBlock[] {
  const { t } = voice;
  const { incident, scenario } = view;
  const parts = [
    incidentRef(incident),
    scenario && `${voice.say(scenario.title, 100)} (${safe(scenario.id, 20)})`,
    incident.private ? t.briefing.private : undefined,
    t.briefing.declaredBy(who(voice, incident.declaredBy)),
    view.editedAt && t.briefing.edited(voice.format.timeWithSeconds(view.editedAt)),
  ];
  return context([parts.filter(Boolean).join(' · ')]);
}

function bridgePlain(bridge: BridgeView): string | undefined {
  return bridge.state === 'opening' ? undefined : plainAddress(bridge.url);
}
