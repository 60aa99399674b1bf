import { UserError } from '../../domain/errors.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { worded } from '../../languages/worded.ts';
import type { OutboxRow, SocialNoticeRow, UpdateTextRow } from '../../storage/index.ts';
import type { SocialFormView, SocialSurfaceView, SocialView } from '../../views/social.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { isSocialOn } from './draft-notice.ts';
import { noticeView, placesOf } from './show-notice.ts';

/** The newest notice of an incident. */
export async function socialOf(runtime: Runtime, incident: Incident): Promise<SocialView> {
  const newest = (await runtime.storage.socialNotices.of(incident.id)).at(-1);
  const notice = newest && (await noticeView(runtime, runtime.storage, incident, newest));
  return { incident, isOn: isSocialOn(runtime, incident), ...(notice && { notice }) };
}

/** The form in which the notice that waits is changed. Throws UserError `no_notice` where none does. */
export async function socialForm(runtime: Runtime, incident: Incident): Promise<SocialFormView> {
  const { notice } = await socialOf(runtime, incident);
  if (notice?.state !== 'open')
    throw new UserError(
      'no_notice',
      worded(({ social }) => social.nothingIsToBeDecided(incident.id)),
    );
  const fields = notice.places
    .filter(({ state }) => state === undefined)
    .map(({ network, title, text, length, most }) => ({ network, title, text, length, most }));
  return { incident, seen: notice.seen, fields };
}

/** What became of the notice of an update, on each network; undefined where it has none. */
export function socialStates(
  runtime: Pick<Runtime, 'socialNetworks' | 'playbook'>,
  notices: readonly SocialNoticeRow[],
  text: UpdateTextRow,
  rows: readonly OutboxRow[],
): SocialSurfaceView[] | undefined {
  const notice = notices.findLast(({ sequence }) => sequence === text.sequence);
  return (
    notice &&
    placesOf(runtime, notice, rows).map(({ title, state, error }) => {
      const before = WITHOUT_POST[notice.state];
      return { place: title, state: state ?? before, ...(error !== undefined && { error }) };
    })
  );
}

const WITHOUT_POST: Readonly<Record<SocialNoticeRow['state'], SocialSurfaceView['state']>> = {
  open: 'held',
  approved: 'waiting',
  declined: 'declined',
  missed: 'missed',
  superseded: 'skipped',
  withdrawn: 'withdrawn',
};
