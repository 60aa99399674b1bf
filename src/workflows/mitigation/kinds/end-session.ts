import { z } from 'zod';
import { PermanentError, UserError } from '../../../domain/errors.ts';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
import type { Plan } from '../../../domain/mitigation/plan.ts';
import type { DatabaseSession, DialValue } from '../../../domain/mitigation/targets.ts';
import type { MitigationContext, MitigationKind, PlanRequest } from './mitigation.ts';

const HOWS = ['cancel', 'terminate'] as const;
type How = (typeof HOWS)[number];

const settings = z.strictObject({
  /** Sessions that are younger are left alone. */
  olderThanSeconds: z.number().nonnegative().default(30),
  /** So many are shown. */
  show: z.int().min(1).max(50).default(10),
  how: z.enum(HOWS).default('cancel'),
});

type Settings = z.infer<typeof settings>;

/** Ends what holds the database up: cancels a long query, or terminates a session whose transaction is left open. The oldest one unless a pid is given. It cannot be taken back. */
export const endSession: MitigationKind<Settings> = {
  name: 'end-session',
  targets: ['postgres'],
  targetTrouble: ({ postgres }) =>
    postgres?.sessions === undefined ? 'names no database whose sessions may be ended: write `sessions`' : undefined,
  settings,
  parameters: ({ settings: { how } }) => [
    {
      key: 'pid',
      title: { en: 'Process id (pid)', ko: '프로세스 id (pid)' },
      hint: { en: 'Empty: the oldest', ko: '비우면 가장 오래된 것' },
      kind: 'number',
      optional: true,
    },
    {
      key: 'how',
      title: { en: 'How', ko: '방법' },
      hint:
        how === 'cancel'
          ? { en: 'Empty: cancel the query', ko: '비우면 쿼리 취소' }
          : { en: 'Empty: end the session', ko: '비우면 세션 종료' },
      kind: 'choice',
      choices: [
        { value: 'cancel', title: { en: 'Cancel its query', ko: '쿼리 취소' } },
        { value: 'terminate', title: { en: 'End the whole session', ko: '세션 종료' } },
      ],
      optional: true,
    },
  ],
  async plan(request) {
    const { runtime, settings: wanted, chosen } = request;
    const database = databaseOf(request);
    const sessions = await runtime.executors.sessions.list(
      { database, olderThanSeconds: wanted.olderThanSeconds, limit: wanted.show },
      { timeoutMs: runtime.playbook.mitigating.timeout },
    );
    const how = howOf(chosen.how) ?? wanted.how;
    const session = choose(sessions, { pid: chosen.pid, how });
    return session ? planFor(request, { database, session, how, sessions }) : nothingToEnd(wanted, how);
  },
  execute: (request) => {
    const { pid, startedAt, how } = request.plan.data as { pid: number; startedAt: string; how: How };
    const { runtime } = request;
    return [
      {
        name: 'end',
        run: async (ask) => {
          const ended = await runtime.executors.sessions
            .end(
              { database: databaseOf(request), session: { pid, startedAt }, how },
              { timeoutMs: runtime.playbook.mitigating.timeout, ask },
            )
            .catch((error: unknown) => {
              // An earlier try of this step may have ended it, and its answer been lost; a query that was cancelled leaves its transaction open.
              if (error instanceof PermanentError && error.code === 'changed') return false;
              throw error;
            });
          if (!ended) return how === 'cancel' ? `the query of ${pid} is over already` : `${pid} is over already; nothing was ended`;
          return how === 'cancel' ? `the query of ${pid} was cancelled` : `the session ${pid} was ended`;
        },
      },
    ];
  },
  undo: () => [],
};

function databaseOf({ spec, name }: Pick<MitigationContext<Settings>, 'spec' | 'name'>): string {
  const database = spec.on[0]?.postgres?.sessions;
  if (database !== undefined) return database;
  throw new PermanentError('invalid', {
    en: `${name} needs the database whose sessions may be ended: on: [{ postgres: { sessions: … } }].`,
    ko: `${name}에 세션을 끝낼 데이터베이스를 지정해 주세요: on: [{ postgres: { sessions: … } }].`,
  });
}

function howOf(chosen: DialValue | undefined): How | undefined {
  if (chosen === undefined || chosen === null || chosen === '') return undefined;
  const how = HOWS.find((one) => one === chosen);
  if (how) return how;
  throw new UserError('invalid_value', {
    en: `${JSON.stringify(chosen)} is not a way to end a session: write cancel or terminate.`,
    ko: `${JSON.stringify(chosen)} 방식으로는 세션을 끝낼 수 없습니다. cancel 또는 terminate 가운데 하나로 적어 주세요.`,
  });
}

/** The oldest that this can be done to; when there is none, the oldest of all, so that the plan says why not. */
function choose(
  sessions: readonly DatabaseSession[],
  { pid: chosen, how }: { pid: DialValue | undefined; how: How },
): DatabaseSession | undefined {
  if (chosen === undefined || chosen === null || chosen === '') return sessions.find((session) => canBe(how, session)) ?? sessions[0];
  const session = sessions.find(({ pid }) => pid === Number(chosen));
  if (session) return session;
  const there = sessions.map(({ pid }) => pid).join(', ') || 'none';
  throw new UserError('no_such_session', {
    en: `There is no long query or open transaction with pid ${String(chosen)}; there are: ${there}.`,
    ko: `pid ${String(chosen)}인 긴 쿼리나 열린 트랜잭션이 없습니다. 있는 것: ${sessions.length > 0 ? there : '없음'}.`,
  });
}

/** An open transaction between two queries has none that could be cancelled. */
function canBe(how: How, { state }: DatabaseSession): boolean {
  return how === 'terminate' || state === 'active';
}

function planFor(
  { runtime, chosen }: PlanRequest<Settings>,
  { database, session, how, sessions }: { database: string; session: DatabaseSession; how: How; sessions: readonly DatabaseSession[] },
): Plan {
  const { pid, startedAt } = session;
  const others = sessions.filter((other) => other !== session);
  return {
    parameters: { ...chosen, pid, how },
    changes: [
      {
        id: 'session',
        where: `session ${pid} of ${database}`,
        title: { en: `Session ${pid} of ${database}`, ko: `${database}의 세션 ${pid}` },
        from: { value: session.state },
        to: how === 'cancel' ? 'cancelled' : 'ended',
        back: session.state,
        byHand: { set: runtime.executors.sessions.byHand({ pid, how }), back: '' },
      },
    ],
    ...(!canBe(how, session) && { refusal: nothingToCancel(session) }),
    warnings: [
      how === 'cancel'
        ? { en: 'Its query fails with an error; the session stays.', ko: '해당 쿼리는 오류로 끝나고 세션은 남습니다.' }
        : { en: 'Its transaction is rolled back and its connection closed.', ko: '트랜잭션이 롤백되고 연결이 끊깁니다.' },
    ],
    details: [lineOf(session), ...others.map(lineOf)],
    ...(how === 'terminate' && { typed: String(pid) }),
    data: { pid, startedAt, how },
  };
}

function nothingToCancel({ pid, state }: DatabaseSession): Bilingual {
  return {
    en: `Session ${pid} runs no query that could be cancelled (${state}); its transaction is open. Choose to end the whole session.`,
    ko: `세션 ${pid}은(는) 취소할 쿼리 없이 트랜잭션만 열어 두고 있습니다(${state}). 세션 종료를 선택하세요.`,
  };
}

function lineOf({ pid, user, application, state, ageSeconds, query }: DatabaseSession): string {
  const who = application ? `${user} (${application})` : user;
  return `${pid} · ${who} · ${state} · ${Math.round(ageSeconds)} s · ${query}`;
}

function nothingToEnd({ olderThanSeconds }: Settings, how: How): Plan {
  return {
    parameters: { how },
    changes: [],
    refusal: {
      en: `There is nothing to end: no query or open transaction is older than ${olderThanSeconds} s.`,
      ko: `종료할 것이 없습니다: ${olderThanSeconds}초를 넘은 쿼리나 열린 트랜잭션이 없습니다.`,
    },
    warnings: [],
    details: [],
    data: {},
  };
}
