import { DAY_MS, dayOf, timeOfDayMs, wallTimeAt } from '../oncall/wall-time.ts';
import type { Bilingual, MitigationSpec } from '../playbook/schema.ts';
import { WEEKDAYS } from '../playbook/schema-parts.ts';
import type { RunState } from './plan.ts';

/**
 * Who may run which mitigation when: every rule of the playbook in one place (docs/guarantees.md has a test for each). Pure; whoever calls it holds the lock under
 * which the answer stays true.
 */

type Who = MitigationSpec['guard']['who'];

/** What is known of whoever presses. */
export interface Presser {
  /** Slack user id; `bongsu` for what runs by itself. */
  id: string;
  /** A guest, or from another workspace. */
  external: boolean;
  isResponder: boolean;
  isLead: boolean;
  /** On call now, at any level. */
  isOncall: boolean;
  /** Member of the group that the guard names. */
  inGroup: boolean;
}

/** An earlier or present run of any mitigation. */
export interface KnownRun {
  id: number;
  name: string;
  state: RunState;
  /** When it was last begun; absent while it has not. */
  beganAt?: Date;
  by: string;
}

export const REFUSALS = ['off', 'frozen', 'not-allowed', 'busy', 'cooling-down', 'too-many', 'forbidden-hours', 'same-person'] as const;
export interface Refusal {
  code: (typeof REFUSALS)[number];
  text: Bilingual;
  /** Slack user id of whoever it mentions: who was first, for `busy`; who froze everything. */
  by?: string;
}

/** Runs that hold a mitigation: nobody else can begin it meanwhile. */
export const HELD: readonly RunState[] = ['waiting', 'announced', 'executing', 'undoing'];
/** Runs that are changing the system at this moment. */
const UNDER_WAY: readonly RunState[] = ['executing', 'undoing'];

export interface GuardInput {
  name: string;
  spec: MitigationSpec;
  atOnce: number;
  presser: Presser;
  now: Date;
  /** IANA zone of the forbidden hours. */
  zone: string;
  /** Who froze everything, if anybody did. */
  frozen?: { by: string; reason: string | null };
  /** Runs of all incidents that have not ended, and the last ones of this mitigation. */
  runs: readonly KnownRun[];
  /** The run that is asking to go on, which does not stand in its own way. */
  self?: number;
}

/** Why this may not be run now, the most lasting reason first; undefined when it may. */
export function whyNot(input: GuardInput): Refusal | undefined {
  return off(input) ?? notAllowed(input) ?? frozen(input) ?? forbiddenNow(input) ?? busy(input) ?? coolingDown(input) ?? tooMany(input);
}

/** Why this person may not be the second one; undefined when they may. */
export function whyNotSecond(spec: MitigationSpec, presser: Presser, first: string): Refusal | undefined {
  // The playbook may have been edited since it waits and want no second person any more: then it takes whoever may run it.
  const { who, second = who } = spec.guard;
  if (presser.id === first) {
    return refusal(
      'same-person',
      'A second person must approve this: somebody else than whoever asked for it.',
      '요청한 사람이 아닌 다른 사람이 승인해야 합니다.',
    );
  }
  return isOf(second, presser) ? undefined : denied(second);
}

function off({ spec }: GuardInput): Refusal | undefined {
  if (spec.enabled) return undefined;
  return refusal(
    'off',
    'The playbook does not allow it: `enabled` is not true.',
    '플레이북이 허용하지 않습니다: `enabled` 값이 true가 아닙니다.',
  );
}

function notAllowed({ spec, presser }: GuardInput): Refusal | undefined {
  if (presser.id === 'bongsu') return undefined;
  const { who, group } = spec.guard;
  return isOf(who, presser) || (group !== undefined && presser.inGroup && !presser.external) ? undefined : denied(who);
}

function isOf(who: Who, { external, isResponder, isLead, isOncall }: Presser): boolean {
  if (external) return false;
  return { everyone: true, responder: isResponder || isLead || isOncall, oncall: isOncall || isLead, lead: isLead }[who];
}

function denied(who: Who): Refusal {
  const [en, ko] = {
    everyone: ['Members of this workspace', '이 워크스페이스의 구성원'],
    responder: ['Responders', '대응 담당자'],
    oncall: ['Whoever is on call now, and leads', '현재 온콜 담당자와 리드'],
    lead: ['The commander and the leads of the playbook', '커맨더와 플레이북의 리드'],
  }[who] as [string, string];
  return refusal('not-allowed', `${en} may do this. Ask one of them.`, `${ko}만 할 수 있습니다. 담당자에게 요청하세요.`);
}

function frozen({ frozen: freeze }: GuardInput): Refusal | undefined {
  if (!freeze) return undefined;
  const why = freeze.reason ? `: ${freeze.reason}` : '';
  const said = refusal(
    'frozen',
    `Everything is frozen by <@${freeze.by}>${why}. \`unfreeze\` lets mitigations run again.`,
    `<@${freeze.by}>님이 모든 조치를 동결했습니다${why}. 해제: \`unfreeze\``,
  );
  return { ...said, by: freeze.by };
}

function forbiddenNow({ spec, now, zone }: GuardInput): Refusal | undefined {
  const wall = wallTimeAt(now.getTime(), zone);
  const hours = spec.guard.forbidden.find(({ from, to, days }) => covers({ from, to, days }, wall));
  if (!hours) return undefined;
  const span = `${hours.from}–${hours.to}`;
  return refusal('forbidden-hours', `Not between ${span}: ${hours.reason.en}`, `${span}에는 실행할 수 없습니다: ${hours.reason.ko}`);
}

/** Hours that go over midnight belong to the day on which they begin. */
function covers({ from, to, days }: { from: string; to: string; days?: readonly string[] | undefined }, wall: number): boolean {
  const [begin, end] = [timeOfDayMs(from), timeOfDayMs(to)];
  const today = dayOf(wall);
  const allowed = (day: number) => days === undefined || days.includes(WEEKDAYS[(new Date(day).getUTCDay() + 6) % 7] ?? '');
  const within = wall - today;
  if (begin < end) return within >= begin && within < end && allowed(today);
  return (within >= begin && allowed(today)) || (within < end && allowed(today - DAY_MS));
}

function busy({ name, runs, self }: GuardInput): Refusal | undefined {
  const other = runs.find((run) => run.name === name && run.id !== self && HELD.includes(run.state));
  if (!other) return undefined;
  const [who, ko] = other.by === 'bongsu' ? ['Bongsu', 'Bongsu가'] : [`<@${other.by}>`, `<@${other.by}>님이`];
  return { ...refusal('busy', `${who} was first: it is under way.`, `${ko} 먼저 실행했습니다. 진행 중입니다.`), by: other.by };
}

function coolingDown({ name, spec, runs, now, self }: GuardInput): Refusal | undefined {
  const last = Math.max(
    ...runs.filter((run) => run.name === name && run.id !== self).map(({ beganAt }) => beganAt?.getTime() ?? Number.NEGATIVE_INFINITY),
  );
  const left = last + spec.guard.cooldown - now.getTime();
  if (!(left > 0)) return undefined;
  const seconds = Math.ceil(left / 1_000);
  return refusal(
    'cooling-down',
    `It ran a moment ago; it can be run again in ${seconds} s.`,
    `방금 실행되었습니다. ${seconds}초 뒤에 다시 실행할 수 있습니다.`,
  );
}

function tooMany({ runs, atOnce, self }: GuardInput): Refusal | undefined {
  const underWay = runs.filter((run) => run.id !== self && UNDER_WAY.includes(run.state));
  if (underWay.length < atOnce) return undefined;
  const names = [...new Set(underWay.map(({ name }) => name))].join(', ');
  return refusal(
    'too-many',
    `Only ${atOnce} may be under way at once (${names}). Wait for one of them.`,
    `동시에 ${atOnce}개까지만 실행할 수 있습니다 (${names}). 하나가 끝날 때까지 기다려 주세요.`,
  );
}

function refusal(code: Refusal['code'], en: string, ko: string): Refusal {
  return { code, text: { en, ko } };
}
