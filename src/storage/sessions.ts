import pg from 'pg';
import { assertLease } from '../domain/process/lease.ts';
import { wellFormed, wellFormedJson } from '../domain/text/well-formed.ts';
import { withoutValues } from './without-values.ts';

/** How long a session may keep others waiting, in milliseconds. */
export interface SessionLimits {
  /** One statement. */
  statementMs: number;
  /** Waiting for somebody else's lock. Longer than `idleInTransactionMs`: who waits for a process that stands still outlives its session. */
  lockMs: number;
  /** Between two statements of a transaction: a process that stands still there is thrown out, and what it locked is free. */
  idleInTransactionMs: number;
}

const LIMITS: SessionLimits = { statementMs: 20_000, lockMs: 13_000, idleInTransactionMs: 9_000 };

/** For migrations: a large table takes its time, and somebody who holds it is waited for. */
export const MIGRATION_LIMITS: SessionLimits = { statementMs: 30 * 60_000, lockMs: 5 * 60_000, idleInTransactionMs: 60_000 };

/** A server that has said nothing for so much longer than a statement may take is not there any more, whatever the network says. */
const SILENT_MS = 10_000;

/** How both ends find out that the other one is gone without a word: a machine that lost its power, a firewall that forgot a connection. */
const PROBES = {
  tcp_keepalives_idle: '5s',
  tcp_keepalives_interval: '2s',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '10s',
};

export interface SessionOptions {
  /** `application_name`: how a session is recognised by people, and by those who end what a frozen process left. */
  name: string;
  limits?: SessionLimits;
  /** Milliseconds without an answer after which the connection is given up; somewhat more than a statement may take unless given. */
  answerWithinMs?: number;
}

/**
 * What every database session of ours is opened with. The limits are options of the connection, so they cost no statement; what the address itself
 * asks for in `options` goes before them.
 */
export function sessionConfig(address: string, { name, limits = LIMITS, answerWithinMs = limits.statementMs + SILENT_MS }: SessionOptions) {
  const url = new URL(address);
  const asked = url.searchParams.get('options');
  url.searchParams.delete('options');
  url.searchParams.delete('application_name');
  const settings = {
    statement_timeout: limits.statementMs,
    lock_timeout: limits.lockMs,
    idle_in_transaction_session_timeout: limits.idleInTransactionMs,
    ...PROBES,
  };
  const ours = Object.entries(settings).map(([setting, value]) => `-c ${setting}=${value}`);
  return {
    connectionString: url.href,
    application_name: name,
    options: [...ours, ...(asked ? [asked] : [])].join(' '),
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
    Client: sessionClass(answerWithinMs),
  };
}

/** The server did not answer a statement. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly code = 'ETIMEDOUT';
}

/**
 * A connection whose statements go out only for work that is still ours, and that is given up when the server says nothing: one that
 * vanished without a word would otherwise be waited for as long as TCP repeats itself, a quarter of an hour.
 */
function sessionClass(answerWithinMs: number): typeof pg.Client {
  return class Session extends pg.Client {
    // biome-ignore lint/suspicious/noExplicitAny: pg declares seven ways to call it; all of them are passed on.
    override query(...args: any[]): any {
      if (!isEnd(args[0])) assertLease();
      // biome-ignore lint/suspicious/noExplicitAny: see above.
      const answer = (super.query as any)(...args.map(takable));
      if (typeof answer?.then !== 'function') return answer;
      const giveUp = () => this.connection.stream.destroy(new NoAnswer(`The database did not answer for ${answerWithinMs} ms.`));
      const timer = setTimeout(giveUp, answerWithinMs);
      timer.unref();
      return answer.then(
        (result: unknown) => {
          clearTimeout(timer);
          return result;
        },
        (error: unknown) => {
          clearTimeout(timer);
          throw withoutValues(error);
        },
      );
    }
  };
}

/** The values of a statement as Postgres takes them: whatever passed a door uncleaned, or came from a target, fails no statement. */
function takable(argument: unknown): unknown {
  return Array.isArray(argument) ? argument.map(takableValue) : argument;
}

function takableValue(value: unknown): unknown {
  if (typeof value === 'string') return wellFormedJson(value.includes('\0') ? wellFormed(value) : value);
  if (Array.isArray(value)) return value.map(takableValue);
  if (typeof value !== 'object' || value === null || isDate(value) || ArrayBuffer.isView(value)) return value;
  // As pg would send it.
  return wellFormedJson(JSON.stringify(value));
}

/** By shape: a Date may be of another realm. */
function isDate(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object Date]';
}

/** A transaction may always be undone, whoever it belongs to by now. */
function isEnd(statement: unknown): boolean {
  return typeof statement === 'string' && statement.startsWith('ROLLBACK');
}
