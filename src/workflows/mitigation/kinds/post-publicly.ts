import type { ZodType } from 'zod';
import { PermanentError, UserError } from '../../../domain/errors.ts';
import { ACTIVE_STATES, type Incident } from '../../../domain/incident/incident.ts';
import type { Bilingual, Language } from '../../../domain/language/bilingual.ts';
import type { Parameter, Plan } from '../../../domain/mitigation/plan.ts';
import type { DialValue } from '../../../domain/mitigation/targets.ts';
import type { Playbook } from '../../../domain/playbook/schema.ts';
import type { PublicNoticeKind } from '../../../domain/updates/public-status.ts';
import { happened } from '../../../events/happened.ts';
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

/** What a plan hands on to its run. */
interface Posted {
  text: Bilingual;
  retryAfterMs: number | null;
}

/** Longer texts are not read by people who want a coupon. */
const TEXT_MAX = 500;
const TEXT_KEYS: Record<Language, string> = { en: 'textEn', ko: 'textKo' };

/**
 * A mitigation that acts on /status alone: it posts the text that the playbook proposes for its row, or the one that a person wrote, in both languages. Taken
 * back, only what its own run posted goes; what lay below it shows again.
 */
export function postPublicly<Settings>(posting: PublicPosting<Settings>): MitigationKind<Settings> {
  const { name, settings } = posting;
  return {
    name,
    targets: [],
    settings,
    parameters: (context) => [...(posting.parameters?.(context) ?? []), ...TEXT_PARAMETERS],
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
  const wait = posting.wait?.(request);
  const own = { en: typed(chosen, 'en'), ko: typed(chosen, 'ko') };
  const proposed = proposedText(playbook, spec.rows);
  const effect = incident?.scenario ? playbook.scenarios[incident.scenario]?.effect : undefined;
  const { text, unfilled } = runtime.present.publicText({
    text: { en: own.en ?? proposed?.en ?? '', ko: own.ko ?? proposed?.ko ?? '' },
    ...(incident && { incident }),
    ...(effect && { effect }),
    ...wait,
    now: runtime.clock.now(),
  });
  const retryAfterMs = posting.retryAfterMs(settings, wait?.waitMinutes);
  const [current] = stack;
  const below = stack.find((row) => row.incidentId !== (incidentId ?? null) || row.mitigation !== name);
  const again = current !== undefined && current !== below && sameNotice(current, { text, retryAfterMs });
  const refusal = whyNot(incident, text, unfilled) ?? (again ? POSTED_ALREADY : undefined);
  return {
    parameters: { ...wait, ...(own.en !== undefined && { textEn: own.en }), ...(own.ko !== undefined && { textKo: own.ko }) },
    changes: [
      {
        id: '1',
        where: `/status, ${kind}`,
        title: TITLES[kind],
        from: { value: current ? shown({ en: current.textEn, ko: current.textKo }) : null, ...(current && { version: `${current.id}` }) },
        to: shown(text),
        back: below ? shown({ en: below.textEn, ko: below.textKo }) : null,
        byHand: { set: postSql(kind, text), back: WITHDRAW_SQL(kind) },
      },
    ],
    ...(refusal && { refusal }),
    warnings: (own.en === undefined) !== (own.ko === undefined) ? [HALF_WRITTEN] : [],
    details: [],
    undo: UNDO,
    data: { text, retryAfterMs } satisfies Posted,
  };
}

/** What a person wrote, if anything. */
function typed(chosen: Readonly<Record<string, DialValue>>, language: Language): string | undefined {
  const text = String(chosen[TEXT_KEYS[language]] ?? '').trim();
  if (text.length > TEXT_MAX) {
    throw new UserError('text_too_long', {
      en: `The text is ${text.length} characters long; at most ${TEXT_MAX} are shown. Shorten it.`,
      ko: `글이 ${text.length}자입니다. ${TEXT_MAX}자까지 보이니 줄여 주세요.`,
    });
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

function whyNot(incident: Incident | undefined, text: Bilingual, unfilled: readonly string[]): Bilingual | undefined {
  if (incident?.private) return PRIVATE;
  if (incident && !ACTIVE_STATES.includes(incident.state)) return OVER;
  if (text.en === '' || text.ko === '') return NO_TEXT;
  if (unfilled.length === 0) return undefined;
  const words = unfilled.map((word) => `{${word}}`).join(', ');
  return {
    en: `The public is not told ${words}. Write the text without it, or change it in the playbook.`,
    ko: `${words}은(는) 공개 안내에 쓸 수 없습니다. 빼고 쓰거나 플레이북에서 고쳐 주세요.`,
  };
}

function sameNotice(row: PublicNoticeRow, { text, retryAfterMs }: Posted): boolean {
  return row.textEn === text.en && row.textKo === text.ko && row.retryAfterMs === retryAfterMs;
}

async function post<Settings>(kind: PublicNoticeKind, request: RunRequest<Settings>, ask: Ask | undefined): Promise<string> {
  const { runtime, plan, key, by, name, spec, incidentId } = request;
  const { text, retryAfterMs } = plan.data as unknown as Posted;
  await ask?.();
  await runtime.storage.transaction(async (stores) => {
    // Resolving takes down what stands there: whoever posts holds the incident, so that nothing is posted behind its back.
    const incident = incidentId === undefined ? undefined : await stores.incidents.lock(incidentId);
    const refusal = whyNot(incident, text, []);
    if (refusal) throw new PermanentError('changed', refusal);
    const postedAt = runtime.clock.now();
    const notice = { key, mitigation: name, incidentId: incidentId ?? null, kind, textEn: text.en, textKo: text.ko, retryAfterMs };
    const posted = await stores.publicNotices.post({ ...notice, service: runtime.playbook.service.key, postedBy: by, postedAt });
    if (!posted || incidentId === undefined) return;
    const message = messageOf(runtime.playbook, spec.rows);
    const data = { kind, ...text, mitigation: name, ...(message !== undefined && { message }) };
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

function shown({ en, ko }: Bilingual): string {
  return `${en} / ${ko}`;
}

/** For Bongsu's own database, when Bongsu cannot. */
function postSql(kind: PublicNoticeKind, { en, ko }: Bilingual): string {
  const texts = [kind, en, ko].map((text) => `'${text.replaceAll("'", "''")}'`).join(', ');
  const columns = 'kind, text_en, text_ko, posted_by, posted_at, key, mitigation';
  return `${WITHDRAW_SQL(kind)} insert into public_notices (${columns}) values (${texts}, 'by hand', now(), 'by hand ' || now(), 'by hand');`;
}

const WITHDRAW_SQL = (kind: PublicNoticeKind) =>
  `update public_notices set withdrawn_at = now(), replaced_by = null where kind = '${kind}' and withdrawn_at is null;`;

const TEXT_PARAMETERS: readonly Parameter[] = [
  {
    key: TEXT_KEYS.en,
    title: { en: 'Text in English', ko: '영어 문구' },
    hint: { en: `At most ${TEXT_MAX} characters; the playbook's when empty.`, ko: `최대 ${TEXT_MAX}자. 비우면 플레이북의 문구를 씁니다.` },
    kind: 'text',
    optional: true,
  },
  {
    key: TEXT_KEYS.ko,
    title: { en: 'Text in Korean', ko: '한국어 문구' },
    hint: { en: `At most ${TEXT_MAX} characters; the playbook's when empty.`, ko: `최대 ${TEXT_MAX}자. 비우면 플레이북의 문구를 씁니다.` },
    kind: 'text',
    optional: true,
  },
];

const TITLES: Record<PublicNoticeKind, Bilingual> = {
  'waiting-screen': { en: 'Waiting screen', ko: '대기 화면' },
  notice: { en: 'Notice at /status', ko: '/status 안내' },
  spread: { en: 'Message that spreads the traffic', ko: '트래픽 분산 안내' },
};

const UNDO: Bilingual = {
  en: 'The notice is taken down; what stood there before is shown again.',
  ko: '게시한 안내를 내리고, 이전 안내가 있으면 다시 보여 줍니다.',
};

const POSTED_ALREADY: Bilingual = {
  en: 'Nothing would change: this incident has posted the same already.',
  ko: '바뀌는 것이 없습니다. 이 장애에서 같은 안내를 이미 게시했습니다.',
};

const PRIVATE: Bilingual = {
  en: 'This incident is private, so the public is told nothing of it. Post it from an incident that is not.',
  ko: '비공개 장애이므로 외부에 아무것도 알리지 않습니다. 공개 장애에서 게시해 주세요.',
};

const OVER: Bilingual = {
  en: 'This incident is over, so there is nothing to tell the public.',
  ko: '이미 끝난 장애이므로 외부에 알릴 것이 없습니다.',
};

const NO_TEXT: Bilingual = {
  en: "There is no text. Write one in both languages, or give the mitigation's row a `message` in the playbook.",
  ko: '문구가 없습니다. 두 언어로 쓰거나, 플레이북에서 이 조치의 항목에 `message` 값을 지정해 주세요.',
};

const HALF_WRITTEN: Bilingual = {
  en: 'Only one language was written; the other says what the playbook says. Both are shown.',
  ko: '한 언어만 작성했습니다. 다른 언어는 플레이북의 문구로 함께 표시됩니다.',
};
