import { UserError } from '../../domain/errors.ts';
import { personOf, writtenAs } from '../../domain/incident/actor.ts';
import { lengthOf } from '../../domain/social/length.ts';
import { approvalOf, nameOfSocial, type SocialTexts, whoStandsFor } from '../../domain/social/notice.ts';
import { own } from '../../domain/text/own.ts';
import { happened } from '../../events/happened.ts';
import { worded } from '../../languages/worded.ts';
import type { SocialNoticeRow } from '../../storage/index.ts';
import { type Change, type Changing, changeIncident } from '../incident/change-incident.ts';
import { saying, whoWasFirst } from '../incident/who-was-first.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { networkTitle, postEffect, postKey } from './notice-effects.ts';
import { showNotice } from './show-notice.ts';

/** Which notice the person read, and in which words. */
interface Read {
  seen: string;
}

/**
 * A person agrees to a notice in the words that they read. It is told once two have: whoever approved the update, corrected it or changed the notice is the first, and cannot be the second; where nobody was, the first to agree is.
 * Throws UserError `same_person`, `person_only` for a token, `social_changed` when it reads otherwise by now, `no_notice` when nothing is to be decided.
 */
export async function approveSocial(runtime: Runtime, change: Change & Read): Promise<{ number: number; how: 'first' | 'second' }> {
  return await changeIncident(runtime, change, async (changing) => {
    const { stores, incident, now } = changing;
    const notice = await openNotice(changing, change);
    const person = personOf(change.actor);
    if (person === undefined)
      throw new UserError(
        'person_only',
        worded(({ social }) => social.onlyPeopleApprove),
      );
    const text = await stores.updateTexts.of(incident.id, notice.sequence);
    const how = approvalOf(person, whoStandsFor(notice, text));
    if (how === 'same')
      throw new UserError(
        'same_person',
        worded(({ social }) => social.somebodyElseApproves(incident.id)),
      );
    const { number, version } = notice;
    if (how === 'first') {
      const changed = await stores.socialNotices.change(notice, { authors: [...notice.authors, person] });
      const data = { notice: number, version };
      await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'social.agreed', actor: person, data });
      await showNotice(runtime, stores, changed);
      return { number, how };
    }
    const changed = await stores.socialNotices.change(notice, { state: 'approved', decidedBy: person, decidedAt: now });
    const networks = Object.keys(notice.texts).filter((network) => !notice.posts[network]);
    const rows = networks.map((network) => {
      const payload = { incident: incident.id, number, network, approval: changed.revision };
      return postEffect.row({ key: postKey(notice, network, changed.revision), incidentId: incident.id, lane: 'update', payload });
    });
    await stores.outbox.addMany(rows, now);
    const data = { notice: number, version, how: 'sent' } as const;
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'social.decided', actor: person, data });
    await showNotice(runtime, stores, changed);
    return { number, how };
  });
}

/** There is no notice this time; one person is enough. Throws like `approveSocial`. */
export async function declineSocial(runtime: Runtime, change: Change & Partial<Read>): Promise<{ number: number }> {
  return await changeIncident(runtime, change, async (changing) => {
    const { stores, incident, now } = changing;
    const notice = await openNotice(changing, change);
    const { number, version } = notice;
    const by = writtenAs(change.actor);
    const changed = await stores.socialNotices.change(notice, { state: 'declined', decidedBy: by, decidedAt: now });
    const data = { notice: number, version, how: 'declined' } as const;
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'social.decided', actor: by, data });
    await showNotice(runtime, stores, changed);
    return { number };
  });
}

/**
 * Other words for a notice, by network; a network that gets none is left out, one that is not named stays. Whoever changes it cannot approve it. Throws UserError `too_long` with what the network counts, `no_words` when nothing is left.
 */
export async function editSocial(
  runtime: Runtime,
  change: Change & Partial<Read> & { texts: Readonly<Record<string, string>> },
): Promise<{ number: number }> {
  return await changeIncident(runtime, change, async (changing) => {
    const { stores, incident, now } = changing;
    const notice = await openNotice(changing, change);
    const texts = written(runtime, notice, change.texts);
    const by = writtenAs(change.actor);
    const authors = [...new Set([...notice.authors, by])];
    const changed = await stores.socialNotices.change(notice, { texts, authors }, { reads: true });
    const told = Object.fromEntries(Object.entries(texts).map(([network, { text }]) => [network, text]));
    const data = { notice: notice.number, version: changed.version, texts: told };
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'social.changed', actor: by, data });
    await showNotice(runtime, stores, changed);
    return { number: notice.number };
  });
}

function written(runtime: Runtime, { texts, posts }: SocialNoticeRow, given: Readonly<Record<string, string>>): SocialTexts {
  const changed = Object.entries(texts).flatMap(([network, before]) => {
    // What stands there was told in these words.
    if (posts[network]) return [[network, before] as const];
    const text = (own(given, network) ?? before.text).normalize('NFC').trim();
    if (text === '') return [];
    const length = lengthOf(text, before.manner);
    if (length > before.most)
      throw new UserError(
        'too_long',
        worded(({ social }) => social.tooLong(networkTitle(runtime, network), before.most, length)),
        { argument: 'texts' },
      );
    return [[network, { ...before, text }] as const];
  });
  if (changed.length === 0)
    throw new UserError(
      'no_words',
      worded(({ social }) => social.nothingIsLeft),
    );
  return Object.fromEntries(changed);
}

/** The notice that waits for a decision, held, in the words that the person read. */
async function openNotice(
  { stores, incident }: Changing,
  { seen, actor }: Pick<Change, 'actor'> & Partial<Read>,
): Promise<SocialNoticeRow> {
  const newest = (await stores.socialNotices.of(incident.id)).at(-1);
  const notice = newest && (await stores.socialNotices.lock(newest));
  if (notice?.state !== 'open') {
    const kinds = ['social.decided', 'social.withdrawn'] as const;
    const first = await whoWasFirst(stores, { incidentId: incident.id, kinds, asks: writtenAs(actor) });
    throw saying(
      first,
      new UserError(
        'no_notice',
        worded(({ social }) => social.nothingIsToBeDecided(incident.id)),
      ),
    );
  }
  if (seen !== undefined && seen !== nameOfSocial(notice))
    throw new UserError(
      'social_changed',
      worded(({ social }) => social.readsOtherwise(incident.id)),
    );
  return notice;
}
