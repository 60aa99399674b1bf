import type { Speech } from '../../languages/index.ts';
import { worded } from '../../languages/worded.ts';
import { isPersonId } from '../incident/person-id.ts';
import type { Language } from '../language/bilingual.ts';
import { pick } from '../language/pick.ts';
import { mention, says, type Told, type Words } from '../language/words.ts';
import type { Playbook } from '../playbook/schema.ts';
import { own } from '../text/own.ts';
import { dataOf, EVENTS, type EventData, type EventKind } from './index.ts';

/** What the names of the playbook are looked up in. */
export type Named = Pick<Playbook, 'rows' | 'scenarios' | 'mitigations' | 'signals'> & { team: Pick<Playbook['team'], 'zone'> };

/** Longer than this is cut, in characters: one entry is one line. */
export const SENTENCE_MAX = 400;
/** So many of a list are named. */
const LIST_MAX = 8;

/** One language, with what the playbook calls things in it. */
interface Telling {
  t: Speech['timeline'];
  speech: Speech;
  who: (id: string) => Words;
  people: (ids: readonly (string | null)[]) => Words;
  row: (id: string) => string;
  mitigation: (name: string) => string;
  cause: (scenario: string, key: string) => string;
  list: (parts: readonly string[]) => string;
  signals: (keys: readonly string[]) => string;
  moment: (iso: string) => string;
  /** `: the reason`, cut; empty for none. */
  tail: (text: string | undefined) => string;
  cut: (text: string) => string;
  language: Language;
  /** Who reads it, where somebody in particular does. */
  reader: string | undefined;
}

type Sayers = { [Kind in EventKind]: (data: EventData<Kind>, telling: Telling) => Words };

const aboutRun =
  (
    kind:
      | `mitigation.${'asked' | 'announced' | 'begun' | 'kept' | 'stop-asked' | 'held' | 'undoing'}`
      | Extract<EventKind, `mitigation.ended.${string}`>,
  ) =>
  (data: { mitigation: string; run: number }, { t, mitigation }: Telling): Words =>
    t.entries[kind](mitigation(data.mitigation), data.run);

const moved =
  (kind: `incident.${'mitigated' | 'resolved' | 'closed' | 'cancelled' | 'reopened'}`) =>
  (data: { note?: string | undefined }, { t, tail }: Telling): Words =>
    t.entries[kind](tail(data.note));

/** A sentence for each kind: one that is missing does not compile. */
const SAY: Sayers = {
  'incident.declared': (data, { t, speech, cut }) =>
    t.entries['incident.declared'](speech.surfaces.incident.severity[data.severity], cut(data.title)),
  'incident.mitigated': moved('incident.mitigated'),
  'incident.resolved': moved('incident.resolved'),
  'incident.closed': moved('incident.closed'),
  'incident.cancelled': moved('incident.cancelled'),
  'incident.reopened': moved('incident.reopened'),
  'clocks.restarted': (data, { t, list }) => t.entries['clocks.restarted'](list(data.restarted)),
  'severity.changed': (data, { t, speech, tail }) =>
    t.entries['severity.changed'](
      speech.surfaces.incident.severity[data.from],
      speech.surfaces.incident.severity[data.to],
      tail(data.reason),
    ),
  'language.changed': (data, { t }) => t.entries['language.changed'](data.from, data.to),
  'role.assigned': (data, { t, speech, who }) => t.entries['role.assigned'](speech.rules.roleWords[data.role], who(data.user)),
  note: (data, { t, cut }) => t.entries.note(cut(data.text)),
  'retry.asked': (data, { t }) => t.entries['retry.asked'](data.steps, data.messages),
  'alerts.joined': (data, { t, list }) => t.entries['alerts.joined'](data.count, list(data.alerts.map(({ title }) => title))),
  'alerts.ended': (data, { t, list }) => t.entries['alerts.ended'](data.count, list(data.alerts.map(({ title }) => title))),
  'channel.opened': (data, { t }) => t.entries['channel.opened'](data.name),
  'incident.announced': (_data, { t }) => t.entries['incident.announced'](),
  'briefing.posted': (data, { t }) => t.entries['briefing.posted'](data.anew === true),
  'bridge.opened': (data, { t }) => t.entries['bridge.opened'](data.kind === 'zoom'),
  'people.invited': (data, { t, people }) => {
    const failed = data.failed.map(({ user }) => user);
    const came = data.users.filter((user) => !failed.includes(user));
    return t.entries['people.invited'](people(came), failed.length > 0 ? t.failedToInvite(people(failed)) : '');
  },
  'home.lost': (_data, { t }) => t.entries['home.lost'](),
  'home.moved': (data, { t, tail }) => t.entries['home.moved'](tail(data.channelName ? `#${data.channelName}` : undefined)),
  'home.back': (_data, { t }) => t.entries['home.back'](),
  'page.asked': (data, { t, people, tail }) => t.entries['page.asked'](people(data.users), data.level, tail(data.reason)),
  'page.sent': (data, { t, who }) => t.entries['page.sent'](who(data.user), data.level, data.attempt),
  'page.refused': (data, { t, who }) => t.entries['page.refused'](who(data.user), data.level),
  'page.handed-over': (data, { t, who }) =>
    t.entries['page.handed-over'](who(data.from), data.to === null ? undefined : who(data.to), data.level),
  'page.acknowledged': (data, { t }) => t.entries['page.acknowledged'](data.how),
  'page.unreached': (data, { t, people }) => t.entries['page.unreached'](people(data.people.map(({ user }) => user))),
  'incident.escalated': (data, { t, people }) =>
    t.entries['incident.escalated'](data.level, people(data.users.length > 0 ? data.users : (data.have ?? []))),
  'escalation.held': (_data, { t }) => t.entries['escalation.held'](),
  'escalation.resumed': (_data, { t }) => t.entries['escalation.resumed'](),
  'deadline.kept': (data, { t, row, tail }) => t.entries['deadline.kept'](row(data.row), data.late === true, tail(data.note)),
  'deadline.missed': (data, { t, row, tail }) => t.entries['deadline.missed'](row(data.row), tail(data.reason)),
  'deadline.waived': (data, { t, row }) => t.entries['deadline.waived'](row(data.row)),
  'deadline.pending': (data, { t, row }) => t.entries['deadline.pending'](row(data.row)),
  'deadline.reminded': (data, { t, row, people }) => t.entries['deadline.reminded'](row(data.row), people(data.people)),
  'analysis.collected': (data, { t, row, list }) => t.entries['analysis.collected'](row(data.row), list(data.sources)),
  'analysis.assigned': (data, { t, row, who }) => t.entries['analysis.assigned'](row(data.item), who(data.owner)),
  'analysis.ticked': (data, { t, row, tail }) => t.entries['analysis.ticked'](row(data.item), tail(data.note)),
  'analysis.accepted': (data, { t, row }) => t.entries['analysis.accepted'](row(data.row)),
  'diagnosis.likely': (data, { t, cause }) => t.entries['diagnosis.likely'](cause(data.scenario, data.cause)),
  'diagnosis.named': (data, { t, cause, tail }) => t.entries['diagnosis.named'](cause(data.scenario, data.cause), tail(data.note)),
  'readings.followed': (data, { t, signals }) => t.entries['readings.followed'](signals(data.signals)),
  'mitigation.asked': aboutRun('mitigation.asked'),
  'mitigation.announced': aboutRun('mitigation.announced'),
  'mitigation.begun': aboutRun('mitigation.begun'),
  'mitigation.executed': (data, { t, mitigation }) =>
    t.entries['mitigation.executed'](mitigation(data.mitigation), data.run, data.byHand === true),
  'mitigation.verified': (data, { t, mitigation }) => t.entries['mitigation.verified'](mitigation(data.mitigation), data.run, data.verdict),
  'mitigation.kept': aboutRun('mitigation.kept'),
  'mitigation.stop-asked': aboutRun('mitigation.stop-asked'),
  'mitigation.held': aboutRun('mitigation.held'),
  'mitigation.undoing': aboutRun('mitigation.undoing'),
  'mitigation.ended.stays': aboutRun('mitigation.ended.stays'),
  'mitigation.ended.undone': aboutRun('mitigation.ended.undone'),
  'mitigation.ended.failed': aboutRun('mitigation.ended.failed'),
  'mitigation.ended.stopped': aboutRun('mitigation.ended.stopped'),
  'mitigation.ended.halted': aboutRun('mitigation.ended.halted'),
  'mitigation.ended.undo-failed': aboutRun('mitigation.ended.undo-failed'),
  'mitigation.ended.superseded': aboutRun('mitigation.ended.superseded'),
  'notice.posted': ({ en, ko }, { t, language, cut }) => t.entries['notice.posted'](cut(pick({ en, ko }, language))),
  'notice.withdrawn': (_data, { t }) => t.entries['notice.withdrawn'](),
  'update.sent': (data, { t }) => t.entries['update.sent'](data.sequence),
  'update.asked': (data, { t }) => t.entries['update.asked'](data.sequence),
  'update.skipped': (_data, { t }) => t.entries['update.skipped'](),
  'update.edited': (data, { t, cut }) => t.entries['update.edited'](cut(data.text)),
  'update.approved': (data, { t }) => t.entries['update.approved'](data.sequence),
  'update.corrected': (data, { t, cut }) => t.entries['update.corrected'](data.sequence, cut(Object.values(data.texts)[0] ?? '')),
  'page.told': (data, { t }) => t.entries['page.told'](data.page, data.sequence),
  'page.drifted': (data, { t }) => t.entries['page.drifted'](data.page),
  'page.settled': (data, { t }) => t.entries['page.settled'](data.page, data.how === 'ours'),
  'guide.sent': (data, { t }) => t.entries['guide.sent'](data.desk),
  'social.drafted': (data, { t }) => t.entries['social.drafted'](data.notice, data.sequence),
  'social.changed': (data, { t, cut }) => t.entries['social.changed'](data.notice, cut(Object.values(data.texts)[0] ?? '')),
  'social.agreed': (data, { t }) => t.entries['social.agreed'](data.notice),
  'social.decided': (data, { t }) => t.entries['social.decided'](data.notice, data.how === 'sent'),
  'social.reopened': (data, { t }) => t.entries['social.reopened'](data.notice, data.why),
  'social.missed': (data, { t }) => t.entries['social.missed'](data.notice),
  'social.posted': (data, { t }) => t.entries['social.posted'](data.notice, data.network),
  'social.withdrawn': (data, { t }) => t.entries['social.withdrawn'](data.notice),
  'retro.planned': (data, { t, moment }) => t.entries['retro.planned'](moment(data.startsAt)),
  'retro.invited': (_data, { t }) => t.entries['retro.invited'](),
  'retro.accepted': (_data, { t }) => t.entries['retro.accepted'](),
  'retro.proposed': (data, { t, moment }) => t.entries['retro.proposed'](moment(data.proposedAt)),
  'retro.moved': (data, { t, moment }) => t.entries['retro.moved'](moment(data.from), moment(data.startsAt)),
  'retro.held': (_data, { t }) => t.entries['retro.held'](),
  'retro.cancelled': (_data, { t }) => t.entries['retro.cancelled'](),
  'retro.problem': (_data, { t }) => t.entries['retro.problem'](),
  'retro.unanswered': (_data, { t }) => t.entries['retro.unanswered'](),
  'follow-ups.opened': (data, { t, list }) => t.entries['follow-ups.opened'](list(data.rows)),
  'follow-ups.cancelled': (data, { t }) => t.entries['follow-ups.cancelled'](data.count),
  'follow-up.assigned': (data, { t, who }) => t.entries['follow-up.assigned'](data.row, who(data.owner)),
  'follow-up.reminded': (data, { t, people }) => t.entries['follow-up.reminded'](data.row, people(data.people)),
  'follow-up.done': (data, { t }) => t.entries['follow-up.done'](data.row),
  'note.private': (data, { t, cut, reader }) =>
    t.entries['note.private'](reader !== undefined && data.for.includes(reader) ? cut(data.text) : undefined),
  'message.added': (data, { t, who, list, cut }) => {
    const files = (data.files ?? []).map(({ name }) => name);
    return t.entries['message.added'](
      data.author === null ? t.aProgram : who(data.author),
      data.text === '' ? t.noText : cut(data.text),
      files.length > 0 ? t.files(list(files)) : '',
    );
  },
  'entry.edited': (data, { t, cut }) => t.entries['entry.edited'](data.entry, cut(data.text)),
  'entry.removed': (data, { t, cut }) => t.entries['entry.removed'](data.entry, cut(data.reason)),
  'recovery.overridden': (data, { t, signals, cut }) => {
    const { to, abnormal, alerts = 0, reason } = data;
    const what = [...(abnormal.length > 0 ? [signals(abnormal)] : []), ...(alerts > 0 ? [t.alertsFire(alerts)] : [])];
    return t.entries['recovery.overridden'](to === 'resolved', t.list(what), cut(reason));
  },
  'impact.stated': (data, { t, cut }) => t.entries['impact.stated'](cut(impactParts(t, data).join('; '))),
};

/** An entry as it stands in the table. */
export interface Described {
  kind: string;
  actor: string;
  data: unknown;
}

/**
 * What happened, in a sentence without its subject, in every language: `declared it: Coupons are slow (SEV1 critical)`. It stands behind the time and `describeActor`. What
 * people typed stands in it as they typed it, cut; whoever shows it escapes it. A private note says that there is one and not what it says, but to a `reader` whom it is for.
 */
export function describeEntry(playbook: Named, entry: Described, { reader }: { reader?: string | undefined } = {}): Told {
  return worded((speech, language) => sentence(tellingIn(playbook, speech, language, reader), entry));
}

/** Whoever did it, in every language: a person as themselves, a machine by its name. */
export function describeActor(actor: string): Told {
  return worded((speech) => actorWords(speech.timeline, actor));
}

/** Whether this person may read what the entry says; a program, and whoever is nobody in particular, reads no private note. */
export function isFor(entry: Pick<Described, 'kind' | 'data'>, reader: string | undefined): boolean {
  if (entry.kind !== 'note.private') return true;
  return reader !== undefined && dataOf('note.private', entry)?.for.includes(reader) === true;
}

function sentence(telling: Telling, { kind, actor, data }: Described): Words {
  const { t } = telling;
  if (actor === 'erased') return t.erased;
  if (!Object.hasOwn(EVENTS, kind)) return t.unreadable(kind);
  return sayAs(telling, kind as EventKind, data) ?? t.unreadable(kind);
}

function sayAs<Kind extends EventKind>(telling: Telling, kind: Kind, data: unknown): Words | undefined {
  const read = dataOf(kind, { data });
  return read === undefined ? undefined : SAY[kind](read, telling);
}

function tellingIn(playbook: Named, speech: Speech, language: Language, reader: string | undefined): Telling {
  const t = speech.timeline;
  const who = (id: string): Words => actorWords(t, id);
  const list = (parts: readonly string[]): string => {
    const more = parts.length - LIST_MAX;
    return t.list([...parts.slice(0, LIST_MAX).map((part) => shortened(part, 120)), ...(more > 0 ? [t.andMore(more)] : [])]);
  };
  const titled = (key: string, title: Parameters<typeof pick<string>>[0] | undefined): string =>
    title === undefined ? key : pick(title, language);
  return {
    t,
    speech,
    language,
    who,
    people: (ids) => peopleWords(t, ids),
    // A check of a list bears the name of its row in front.
    row: (id) => {
      const title = own(playbook.rows, id)?.title;
      return title === undefined ? id : `${id} (${pick(title, language)})`;
    },
    mitigation: (name) => titled(name, own(playbook.mitigations, name)?.title),
    cause: (scenario, key) =>
      titled(`${scenario}/${key}`, own(playbook.scenarios, scenario)?.causes.find((cause) => cause.key === key)?.title),
    list,
    signals: (keys) => list(keys.map((key) => titled(key, own(playbook.signals, key)?.title))),
    moment: (iso) => momentIn(speech.surfaces.incident.locale.dates, playbook.team.zone, iso),
    tail: (text) => (text ? t.because(shortened(text, SENTENCE_MAX)) : ''),
    cut: (text) => shortened(text, SENTENCE_MAX),
    reader,
  };
}

function peopleWords(t: Telling['t'], ids: readonly (string | null)[]): Words {
  const named = ids.filter((id) => id !== null);
  if (named.length === 0) return t.nobody;
  const more = named.length - LIST_MAX;
  const shown = named.slice(0, LIST_MAX).map((id) => actorWords(t, id));
  const all: Words[] = more > 0 ? [...shown, t.andMore(more)] : shown;
  return all.flatMap((words, index) => [...(index === 0 ? [] : [', ']), ...[words].flat()]);
}

function actorWords(t: Telling['t'], actor: string): Words {
  if (isPersonId(actor)) return says`${mention(actor)}`;
  const [kind, ...rest] = actor.split(':');
  const name = shortened(rest.join(':'), 60);
  if (actor === 'bongsu') return t.actor.bongsu;
  if (actor === 'erased') return t.somebody;
  if (kind === 'watch' && name) return t.actor.watch(name);
  if (kind === 'alert' && name) return t.actor.alert(name);
  if (kind === 'token' && name) return t.actor.token(name);
  return shortened(actor, 80);
}

function impactParts({ impact }: Telling['t'], data: EventData<'impact.stated'>): string[] {
  const { cause, who, howMany, lastedMs, money, fixedBy } = data;
  const said = [
    cause && impact.cause(cause),
    who && impact.who(who),
    howMany !== undefined && impact.howMany(howMany),
    lastedMs !== undefined && impact.lasted(Math.round(lastedMs / 60_000)),
    money && impact.money(money),
    fixedBy && impact.fixedBy(fixedBy),
  ];
  return said.filter((part) => typeof part === 'string' && part !== '') as string[];
}

function momentIn(locale: string, zone: string, iso: string): string {
  const at = new Date(iso);
  if (!Number.isFinite(at.getTime())) return iso;
  const options = {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  } as const;
  return new Intl.DateTimeFormat(locale, options).format(at);
}

/** One line, at most so long; never cut inside a character. */
function shortened(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
