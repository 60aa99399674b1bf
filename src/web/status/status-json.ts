import type { Language } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { PublicNotice } from '../../domain/updates/public-status.ts';
import type { StatusWords } from '../../languages/en/surfaces/status-page.ts';
import type { PublicStatusSeen } from '../../workflows/updates/public-status-reader.ts';

interface In {
  languages: readonly Language[];
  words: (language: Language) => StatusWords;
  /** Whether each day of the history is told as well. */
  history: boolean;
}

/** What `GET /status.json` answers in these languages (docs/status-page.md), without the time after which this caller shall ask again. */
export function statusJson({ known, stale }: PublicStatusSeen, { key, name }: Playbook['service'], { languages, words, history }: In) {
  const { status, page, readAt } = known;
  const { waitingScreen: screen, investigatingSince: since } = status;
  const each = (said: (language: Language) => string) => Object.fromEntries(languages.map((language) => [language, said(language)]));
  const inEach = (text: Readonly<Record<Language, string>>) => each((language) => pick(text, language));
  const texts = ({ text }: PublicNotice) => inEach(text);
  const investigating = each((language) => words(language).state.investigating(pick(name, language)));
  return {
    service: { key, name: inEach(name) },
    state: status.state,
    waitingScreen: screen ? { on: true, text: texts(screen), since: screen.since.toISOString() } : { on: false, text: null, since: null },
    notices: status.notices.map((notice) => ({ kind: notice.kind, text: texts(notice), since: notice.since.toISOString() })),
    investigating: since ? { on: true, text: investigating, since: since.toISOString() } : { on: false, text: null, since: null },
    components: page.components.map(({ key, name, group, state, history: past }) => ({
      key,
      name: inEach(name),
      group: group ? { key: group.key, name: inEach(group.name) } : null,
      state,
      uptime: past.uptime ?? null,
      ...(history && {
        history: past.days.map(({ date, state, downMs, degradedMs, maintenanceMs }) => ({
          date,
          state,
          downSeconds: Math.round(downMs / 1_000),
          degradedSeconds: Math.round(degradedMs / 1_000),
          maintenanceSeconds: Math.round(maintenanceMs / 1_000),
        })),
      }),
    })),
    incidents: page.incidents.map(({ key, stage, effect, components, since, endedAt, updates }) => ({
      key,
      stage,
      effect,
      components,
      since: since.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      updates: updates.map(({ key, stage, texts, at, correctedAt }) => ({
        key,
        stage,
        text: inEach(texts),
        at: at.toISOString(),
        correctedAt: correctedAt?.toISOString() ?? null,
      })),
    })),
    maintenance: page.maintenance.map(({ key, state, components, texts, startsAt, endsAt }) => ({
      key,
      state,
      components,
      text: inEach(texts),
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
    })),
    ...(stale && { stale: true, asOf: readAt.toISOString() }),
  };
}
