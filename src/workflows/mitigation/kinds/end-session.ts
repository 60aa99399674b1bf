import { z } from 'zod';
import { PermanentError, UserError } from '../../../domain/errors.ts';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
import type { Plan } from '../../../domain/mitigation/plan.ts';
import type { DatabaseSession, DialValue } from '../../../domain/mitigation/targets.ts';
import { worded } from '../../../languages/worded.ts';
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
      title: worded(({ mitigationKinds }) => mitigationKinds.processIdPid),
      hint: worded(({ mitigationKinds }) => mitigationKinds.emptyTheOldest),
      kind: 'number',
      optional: true,
    },
    {
      key: 'how',
      title: worded(({ mitigationKinds }) => mitigationKinds.how),
      hint:
        how === 'cancel'
          ? worded(({ mitigationKinds }) => mitigationKinds.emptyCancelTheQuery)
          : worded(({ mitigationKinds }) => mitigationKinds.emptyEndTheSession),
      kind: 'choice',
      choices: [
        { value: 'cancel', title: worded(({ mitigationKinds }) => mitigationKinds.cancelItsQuery) },
        { value: 'terminate', title: worded(({ mitigationKinds }) => mitigationKinds.endTheWholeSession) },
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
  throw new PermanentError(
    'invalid',
    worded(({ mitigationKinds }) => mitigationKinds.needsTheDatabaseWhoseSessionsMayBe(name)),
  );
}

function howOf(chosen: DialValue | undefined): How | undefined {
  if (chosen === undefined || chosen === null || chosen === '') return undefined;
  const how = HOWS.find((one) => one === chosen);
  if (how) return how;
  throw new UserError(
    'invalid_value',
    worded(({ mitigationKinds }) => mitigationKinds.isNotAWayToEndASession(JSON.stringify(chosen))),
  );
}

/** The oldest that this can be done to; when there is none, the oldest of all, so that the plan says why not. */
function choose(
  sessions: readonly DatabaseSession[],
  { pid: chosen, how }: { pid: DialValue | undefined; how: How },
): DatabaseSession | undefined {
  if (chosen === undefined || chosen === null || chosen === '') return sessions.find((session) => canBe(how, session)) ?? sessions[0];
  const session = sessions.find(({ pid }) => pid === Number(chosen));
  if (session) return session;
  throw new UserError(
    'no_such_session',
    worded(({ mitigationKinds }) =>
      mitigationKinds.thereIsNoLongQueryOrOpenTransaction(
        String(chosen),
        sessions.map(({ pid }) => String(pid)),
      ),
    ),
  );
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
        title: worded(({ mitigationKinds }) => mitigationKinds.sessionOf(pid, database)),
        from: { value: session.state },
        to: how === 'cancel' ? 'cancelled' : 'ended',
        back: session.state,
        byHand: { set: runtime.executors.sessions.byHand({ pid, how }), back: '' },
      },
    ],
    ...(!canBe(how, session) && { refusal: nothingToCancel(session) }),
    warnings: [
      how === 'cancel'
        ? worded(({ mitigationKinds }) => mitigationKinds.itsQueryFailsWithAnError)
        : worded(({ mitigationKinds }) => mitigationKinds.itsTransactionIsRolledBackAndIts),
    ],
    details: [lineOf(session), ...others.map(lineOf)],
    ...(how === 'terminate' && { typed: String(pid) }),
    data: { pid, startedAt, how },
  };
}

function nothingToCancel({ pid, state }: DatabaseSession): Bilingual {
  return worded(({ mitigationKinds }) => mitigationKinds.sessionRunsNoQueryThatCouldBeCancelled(pid, state));
}

function lineOf({ pid, user, application, state, ageSeconds, query }: DatabaseSession): string {
  const who = application ? `${user} (${application})` : user;
  return `${pid} · ${who} · ${state} · ${Math.round(ageSeconds)} s · ${query}`;
}

function nothingToEnd({ olderThanSeconds }: Settings, how: How): Plan {
  return {
    parameters: { how },
    changes: [],
    refusal: worded(({ mitigationKinds }) => mitigationKinds.thereIsNothingToEnd(olderThanSeconds)),
    warnings: [],
    details: [],
    data: {},
  };
}
