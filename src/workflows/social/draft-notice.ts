import { ACTIVE_STATES, type Incident } from '../../domain/incident/incident.ts';
import { pick } from '../../domain/language/pick.ts';
import { cutToFit } from '../../domain/social/length.ts';
import { livePosts, type SocialText, type SocialTexts } from '../../domain/social/notice.ts';
import { own } from '../../domain/text/own.ts';
import { nextUpdateAt } from '../../domain/updates/next-update-at.ts';
import { happened } from '../../events/happened.ts';
import type { SocialNoticeRow, Stores, UpdateTextRow } from '../../storage/index.ts';
import { scenarioView } from '../briefing/briefing-view.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { languageOn, networkNamed } from './notice-effects.ts';
import { openAgain } from './open-again.ts';
import { showNotice } from './show-notice.ts';
import { wakeForDecision } from './undecided-notice.ts';

/** What a notice would say, by network, and to which posts it is a reply. No texts: whoever never heard that it began need not hear that it is over. */
export interface DraftedNotice {
  texts: SocialTexts;
  replyTo: Readonly<Record<string, string>>;
}

/** Whether a notice is drafted of such an incident. */
export function isSocialOn(
  { playbook }: Pick<Runtime, 'playbook'>,
  { severity, private: isPrivate }: Pick<Incident, 'severity' | 'private'>,
): boolean {
  const { networks, severities } = playbook.updates.social;
  return networks.length > 0 && severities.includes(severity) && !isPrivate;
}

/**
 * Drafts a notice from the text of an update, as long as each network takes. A later one is a reply to what stands there of this incident, and the last one is told only where something does.
 */
export async function draftNotice(runtime: Runtime, incident: Incident, text: UpdateTextRow): Promise<DraftedNotice> {
  const { playbook, storage } = runtime;
  const earlier = await storage.socialNotices.of(incident.id);
  const texts: Record<string, SocialText> = {};
  const replyTo: Record<string, string> = {};
  for (const spec of playbook.updates.social.networks) {
    const network = networkNamed(runtime, spec.network);
    const before = standing(earlier, spec.network);
    if (!network || (text.kind === 'end' && before === undefined)) continue;
    const rule = await network.rule();
    const language = languageOn(playbook, spec);
    const words = cutToFit(wordsFor(runtime, incident, text, language), rule, { language, tail: playbook.updates.social.link ?? '' });
    if (words === '') continue;
    texts[spec.network] = { text: words, language, ...rule };
    if (before !== undefined) replyTo[spec.network] = before;
  }
  return { texts, replyTo };
}

function wordsFor({ playbook, present, clock }: Runtime, incident: Incident, text: UpdateTextRow, language: string): string {
  const scenario = scenarioView({ playbook }, incident);
  const template = text.kind === 'end' ? undefined : own(playbook.messages, 'update.social');
  return present.in(language).socialText({
    incident,
    stage: text.stage,
    update: pick(text.texts, language, playbook.team.language),
    now: clock.now(),
    ...(template && { template }),
    ...(scenario && { scenario }),
    ...(text.nextAt && { nextAt: text.nextAt }),
  });
}

/** The newest post on a network that nobody took back. */
function standing(notices: readonly SocialNoticeRow[], network: string): string | undefined {
  return notices.flatMap(({ posts }) => livePosts(posts).flatMap(([name, { id }]) => (name === network ? [id] : []))).at(-1);
}

/** Writes down what was drafted: in place of an earlier one that waits, or as another version of it when that is of the same update. Its row of the process has its time from the first on. */
export async function recordDraft(
  runtime: Runtime,
  stores: Stores,
  incident: Incident,
  text: UpdateTextRow,
  { texts, replyTo }: DraftedNotice,
): Promise<void> {
  const { clock, playbook } = runtime;
  const now = clock.now();
  const notices = await stores.socialNotices.of(incident.id);
  const last = notices.at(-1);
  const same = notices.findLast(({ sequence }) => sequence === text.sequence);
  if (same && same.textVersion >= text.version) return;
  if (same) {
    const isAnew = await drawnAnew(runtime, stores, same, { incident, text, texts });
    if (isAnew) return;
  }
  if (last?.state === 'open') await showNotice(runtime, stores, await stores.socialNotices.change(last, { state: 'superseded' }));
  if (Object.keys(texts).length === 0) return;
  const every = playbook.updates.every[incident.severity];
  const isAhead = text.nextAt !== null && text.nextAt > now;
  const decideBy = isAhead && text.nextAt ? text.nextAt : nextUpdateAt(incident.detectedAt, every, now);
  const { sequence, version: textVersion, kind } = text;
  const which = { incidentId: incident.id, number: (last?.number ?? 0) + 1 };
  const made = await stores.socialNotices.insert({ ...which, sequence, textVersion, kind, texts, replyTo, decideBy, createdAt: now });
  await drafted(runtime, stores, made);
  await wakeForDecision(runtime, stores, made);
  // What is over owes nothing any more.
  if (ACTIVE_STATES.includes(incident.state)) await beDueBy(runtime, stores, incident.id, decideBy);
  await showNotice(runtime, stores, made);
}

/**
 * The update was corrected. One that waits, or is approved and stands nowhere yet, is read once more; what somebody wrote themselves stays as they wrote it. True when that is all: what stands somewhere is answered by another notice,
 * and what was left out stays so.
 */
async function drawnAnew(
  runtime: Runtime,
  stores: Stores,
  notice: SocialNoticeRow,
  { incident, text, texts }: { incident: Incident; text: UpdateTextRow; texts: SocialTexts },
): Promise<boolean> {
  const isTold = livePosts(notice.posts).length > 0;
  if (isTold) return false;
  if (notice.state !== 'open' && notice.state !== 'approved') return true;
  const isWritten = (await stores.timeline.ofKinds(notice.incidentId, ['social.changed'])).some(
    ({ data }) => data.notice === notice.number,
  );
  const words = { textVersion: text.version, ...(!isWritten && { texts, authors: [] }) };
  await drafted(runtime, stores, await openAgain(runtime, stores, incident, notice, { why: 'changed', words }));
  return true;
}

async function drafted(runtime: Runtime, stores: Stores, { incidentId, number, sequence, version }: SocialNoticeRow): Promise<void> {
  const data = { notice: number, sequence, version };
  await happened(runtime, stores, { incidentId, at: runtime.clock.now(), kind: 'social.drafted', actor: 'bongsu', data });
}

/** The rows that a decision keeps are due when the first notice must be decided. */
async function beDueBy({ playbook, waker }: Runtime, stores: Stores, incidentId: number, dueAt: Date): Promise<void> {
  const rows = Object.entries(playbook.rows).flatMap(([id, { keptBy, from }]) =>
    keptBy === 'social.decided' && from === 'continuous' ? [id] : [],
  );
  if ((await stores.deadlines.dueBy(incidentId, rows, dueAt)).length > 0) waker.wake('deadlines', dueAt);
}
