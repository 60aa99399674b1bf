import { pick } from '../../../domain/language/pick.ts';
import { maintenanceCalendar } from '../../../domain/status-page/maintenance-calendar.ts';
import { lookOf } from '../page/look.ts';
import { namesOf, readerOf } from '../page/reader.ts';
import type { Asked } from '../told.ts';

/** Planned maintenance as calendars follow it; one that was moved or cancelled keeps its place there. */
export function calendar({ all, seen, languages: [language = 'en'] }: Asked, { publicUrl }: { publicUrl: string | undefined }): string {
  const [first] = all;
  const works = all.flatMap(({ runtime: { playbook }, words }, index) => {
    const page = seen[index]?.known.page;
    const reader = readerOf(language, words(language), playbook.team.zone);
    return (page?.maintenance ?? []).map(({ key, version, changedAt, startsAt, endsAt, state, texts, components }) => ({
      uid: `${key}@bongsu`,
      sequence: version - 1,
      changedAt,
      startsAt,
      endsAt,
      summary: pick(texts, language),
      description: reader.words.maintenance.concerns(page ? namesOf(components, page, playbook.service.name, reader) : ''),
      isCancelled: state === 'cancelled',
    }));
  });
  const name = pick(lookOf(first.runtime.playbook).name, language);
  return maintenanceCalendar({ name, url: publicUrl && `${publicUrl}/status`, works });
}
