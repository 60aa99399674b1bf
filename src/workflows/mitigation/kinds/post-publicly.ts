import type { ZodType } from 'zod';
import { PermanentError, UserError } from '../../../domain/errors.ts';
import { ACTIVE_STATES, type Incident } from '../../../domain/incident/incident.ts';
import type { Bilingual, Language } from '../../../domain/language/bilingual.ts';
import { pick } from '../../../domain/language/pick.ts';
import { completed } from '../../../domain/language/text.ts';
import type { Parameter, Plan } from '../../../domain/mitigation/plan.ts';
import type { DialValue } from '../../../domain/mitigation/targets.ts';
import type { Playbook } from '../../../domain/playbook/schema.ts';
import { recordOf } from '../../../domain/text/own.ts';
import type { PublicNoticeKind } from '../../../domain/updates/public-status.ts';
import { happened } from '../../../events/happened.ts';
import { languageName } from '../../../languages/language-name.ts';
import { worded, wordedEach } from '../../../languages/worded.ts';
import type { PublicNoticeRow } from '../../../storage/index.ts';
import type { Ask, MitigationKind, PlanRequest, RunRequest, UndoRequest } from './mitigation.ts';

/** What makes a kind of mitigation out of telling the public something. */
export interface PublicPosting<Settings> {
  name: string;
  kind: PublicNoticeKind;
  settings: ZodType<Settings>;
  /** Besides the texts. */
  parameters?: MitigationKind<Settings>['parameters'];
  /** How long people are asked to wait, from what was chosen; throws UserError for an impossible choice. */
  wait?: (request: PlanRequest<Settings>) => { waitMinutes: number };
  /** When front ends shall ask again; null leaves it to the page. */
  retryAfterMs: (settings: Settings, waitMinutes: number | undefined) => number | null;
}

/** Where a notice stands: one of each kind for a service. */
interface Place {
  service: string;
  kind: PublicNoticeKind;
}

/** What a plan hands on to its run. */
interface Posted {
  text: Bilingual;
  retryAfterMs: number | null;
}

/** Longer texts are not read by people who want a coupon. */
const TEXT_MAX = 500;
/** The parameter in which a text is written: `textEn`, `textPtBr`. */
const textKey = (language: Language) =>
  `text${language
    .split('-')
    .map((part) => `${part.slice(0, 1).toUpperCase()}${part.slice(1).toLowerCase()}`)
    .join('')}`;

/**
 * A mitigation that acts on /status alone: it posts the text that the playbook proposes for its row, or the one that a person wrote, in each language of that page. Taken
 * back, only what its own run posted goes; what lay below it shows again.
 */
export function postPublicly<Settings>(posting: PublicPosting<Settings>): MitigationKind<Settings> {
  const { name, settings } = posting;
  return {
    name,
    targets: [],
    settings,
    parameters: (context) => [...(posting.parameters?.(context) ?? []), ...languagesOf(context.runtime.playbook).map(textParameter)],
    plan: (request) => planPosting(posting, request),
    execute: (request) => [{ name: 'post', run: (ask) => post(posting.kind, request, ask) }],
    undo: (request) => (request.attempted.has('post') ? [{ name: 'withdraw', run: (ask) => withdraw(posting.kind, request, ask) }] : []),
  };
}

async function planPosting<Settings>(posting: PublicPosting<Settings>, request: PlanRequest<Settings>): Promise<Plan> {
  const { runtime, name, spec, settings, chosen, incidentId } = request;
  const { kind } = posting;
  const { storage, playbook } = runtime;
  const [incident, stack] = await Promise.all([
    incidentId === undefined ? undefined : storage.incidents.find(incidentId),
    storage.publicNotices.stack(runtime.playbook.service.key, kind),
  ]);
  const where = { service: playbook.service.key, kind };
  const wait = posting.wait?.(request);
  const languages = languagesOf(playbook);
  const own = recordOf(languages.flatMap((language) => written(language, typed(chosen, language))));
  const proposed = proposedText(playbook, spec.rows);
  const scenario = incident?.scenario ? playbook.scenarios[incident.scenario] : undefined;
  const effect = scenario?.outside ?? scenario?.effect;
  const { text, unfilled } = runtime.present.publicText({
    text: completed(
      { ...recordOf(languages.map((language) => [language, proposed ? pick(proposed, language) : ''])), ...own },
      { first: languages[0] ?? 'en', languages },
    ),
    ...(incident && { incident }),
    ...(effect && { effect }),
    ...wait,
    now: runtime.clock.now(),
  });
  const retryAfterMs = posting.retryAfterMs(settings, wait?.waitMinutes);
  const [current] = stack;
  const below = stack.find((row) => row.incidentId !== (incidentId ?? null) || row.mitigation !== name);
  const again = current !== undefined && current !== below && sameNotice(current, { text, retryAfterMs });
  const refusal = whyNot(incident, { text, languages }, unfilled) ?? (again ? POSTED_ALREADY : undefined);
  return {
    parameters: { ...wait, ...recordOf(Object.entries(own).map(([language, text]) => [textKey(language), text])) },
    changes: [
      {
        id: '1',
        where: `/status, ${kind}`,
        title: TITLES[kind],
        from: { value: current ? shown(textOf(current), languages) : null, ...(current && { version: `${current.id}` }) },
        to: shown(text, languages),
        back: below ? shown(textOf(below), languages) : null,
        byHand: { set: postSql(where, text), back: withdrawSql(where) },
      },
    ],
    ...(refusal && { refusal }),
    warnings: Object.keys(own).length > 0 && Object.keys(own).length < languages.length ? [HALF_WRITTEN] : [],
    details: [],
    undo: UNDO,
    data: { text, retryAfterMs } satisfies Posted,
  };
}

/** What a person wrote, if anything. */
function typed(chosen: Readonly<Record<string, DialValue>>, language: Language): string | undefined {
  const text = String(chosen[textKey(language)] ?? '').trim();
  if (text.length > TEXT_MAX) {
    throw new UserError(
      'text_too_long',
      worded(({ mitigationKinds }) => mitigationKinds.textIsCharactersLongAt(text.length, TEXT_MAX)),
    );
  }
  return text === '' ? undefined : text;
}

function proposedText(playbook: Playbook, rowIds: readonly string[]): Bilingual | undefined {
  const key = messageOf(playbook, rowIds);
  return key === undefined ? undefined : playbook.messages[key];
}

/** The key of the text that belongs to what a mitigation keeps. */
function messageOf({ rows }: Playbook, rowIds: readonly string[]): string | undefined {
  return rowIds.map((id) => rows[id]?.message).find((message) => message !== undefined);
}

function whyNot(
  incident: Incident | undefined,
  { text, languages }: { text: Bilingual; languages: readonly Language[] },
  unfilled: readonly string[],
): Bilingual | undefined {
  if (incident?.private) return PRIVATE;
  if (incident && !ACTIVE_STATES.includes(incident.state)) return OVER;
  if (languages.some((language) => pick(text, language) === '')) return NO_TEXT;
  if (unfilled.length === 0) return undefined;
  const words = unfilled.map((word) => `{${word}}`).join(', ');
  return worded(({ mitigationKinds }) => mitigationKinds.publicIsNotToldWrite(words));
}

function sameNotice(row: PublicNoticeRow, { text, retryAfterMs }: Posted): boolean {
  const before = textOf(row);
  return Object.keys(text).every((language) => pick(before, language) === pick(text, language)) && row.retryAfterMs === retryAfterMs;
}

async function post<Settings>(kind: PublicNoticeKind, request: RunRequest<Settings>, ask: Ask | undefined): Promise<string> {
  const { runtime, plan, key, by, name, spec, incidentId } = request;
  const { text, retryAfterMs } = plan.data as unknown as Posted;
  await ask?.();
  await runtime.storage.transaction(async (stores) => {
    // Resolving takes down what stands there: whoever posts holds the incident, so that nothing is posted behind its back.
    const incident = incidentId === undefined ? undefined : await stores.incidents.lock(incidentId);
    const refusal = whyNot(incident, { text, languages: languagesOf(runtime.playbook) }, []);
    if (refusal) throw new PermanentError('changed', refusal);
    const postedAt = runtime.clock.now();
    const notice = {
      key,
      mitigation: name,
      incidentId: incidentId ?? null,
      kind,
      textEn: text.en,
      textKo: text.ko,
      texts: { ...text },
      retryAfterMs,
    };
    const posted = await stores.publicNotices.post({ ...notice, service: runtime.playbook.service.key, postedBy: by, postedAt });
    if (!posted || incidentId === undefined) return;
    const message = messageOf(runtime.playbook, spec.rows);
    const data = { kind, en: text.en, ko: text.ko, mitigation: name, ...(message !== undefined && { message }) };
    await happened(
      runtime,
      stores,
      { kind: 'notice.posted', incidentId, at: postedAt, actor: by, data },
      { reason: { code: 'mitigation', mitigation: name } },
    );
  });
  return `posted at /status: ${text.en}`;
}

async function withdraw<Settings>(
  kind: PublicNoticeKind,
  { runtime, doneUnder, by, incidentId }: UndoRequest<Settings>,
  ask: Ask | undefined,
): Promise<string> {
  await ask?.();
  return await runtime.storage.transaction(async (stores) => {
    if (incidentId !== undefined) await stores.incidents.lock(incidentId);
    const at = runtime.clock.now();
    const withdrawn = await stores.publicNotices.takeBack(doneUnder, at);
    if (!withdrawn) return 'it stood there no more';
    if (incidentId !== undefined) await happened(runtime, stores, { incidentId, at, kind: 'notice.withdrawn', actor: by, data: { kind } });
    return 'taken off /status';
  });
}

/** In each language of the page; what is the same in several stands there once. */
function shown(text: Bilingual, languages: readonly Language[]): string {
  return [...new Set(languages.map((language) => pick(text, language)))].join(' / ');
}

function textOf({ textEn, textKo, texts }: PublicNoticeRow): Bilingual {
  return { ...texts, en: textEn, ko: textKo };
}

/** In which the status page is shown. */
function languagesOf({ statusPage, team }: Playbook): readonly Language[] {
  return statusPage.languages ?? [team.language];
}

function written(language: Language, text: string | undefined): [Language, string][] {
  return text === undefined ? [] : [[language, text]];
}

/** For Bongsu's own database, when Bongsu cannot. */
function postSql({ service, kind }: Place, text: Bilingual): string {
  const { en, ko, ...others } = text;
  const more = Object.keys(others).length === 0 ? [] : [JSON.stringify(text)];
  const texts = [service, kind, en, ko, ...more].map((value) => `'${value.replaceAll("'", "''")}'`).join(', ');
  const columns = `service, kind, text_en, text_ko, ${more.length === 0 ? '' : 'texts, '}posted_by, posted_at, key, mitigation`;
  return `${withdrawSql({ service, kind })} insert into public_notices (${columns}) values (${texts}, 'by hand', now(), 'by hand ' || now(), 'by hand');`;
}

function withdrawSql({ service, kind }: Place): string {
  const where = `service = '${service}' and kind = '${kind}' and withdrawn_at is null`;
  return `update public_notices set withdrawn_at = now(), replaced_by = null where ${where};`;
}

function textParameter(language: Language): Parameter {
  return {
    key: textKey(language),
    title: worded(({ mitigationKinds }, reader) => mitigationKinds.textIn(languageName(reader, language))),
    hint: worded(({ mitigationKinds }) => mitigationKinds.atMostCharactersThePlaybooks(TEXT_MAX)),
    kind: 'text',
    optional: true,
  };
}

const TITLES: Record<PublicNoticeKind, Bilingual> = wordedEach(({ mitigationKinds }) => mitigationKinds.titles);

const UNDO: Bilingual = worded(({ mitigationKinds }) => mitigationKinds.undo);

const POSTED_ALREADY: Bilingual = worded(({ mitigationKinds }) => mitigationKinds.postedAlready);

const PRIVATE: Bilingual = worded(({ mitigationKinds }) => mitigationKinds.private);

const OVER: Bilingual = worded(({ mitigationKinds }) => mitigationKinds.over);

const NO_TEXT: Bilingual = worded(({ mitigationKinds }) => mitigationKinds.noText);

const HALF_WRITTEN: Bilingual = worded(({ mitigationKinds }) => mitigationKinds.halfWritten);
