import { PermanentError } from '../../domain/errors.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import type { Doubtful } from '../../domain/signals/doubts.ts';
import { worded } from '../../languages/worded.ts';
import type { PostgresSession } from './watched-postgres.ts';

const TAIL_BYTES = 262_144;
const GRANT: Bilingual = worded(({ watched }) => watched.grant);

/** What was read of it, and why it does not reach back so far. */
export interface ServerLog extends Doubtful {
  entries: string[];
}

/**
 * The entries of the server's log since then, oldest first, of its last 256 kB, a whole entry each (its DETAIL and CONTEXT lines with it).
 * PermanentError `no_server_log` that says what to grant or set when it cannot be read this way.
 */
export async function readServerLog(session: PostgresSession, since: Date): Promise<ServerLog> {
  const [right] = await session.rows<{ granted: boolean; collected: boolean; from: string }>(
    `SELECT has_function_privilege('pg_current_logfile(text)', 'EXECUTE') AND has_function_privilege('pg_read_file(text, bigint, bigint)', 'EXECUTE')
        AND has_function_privilege('pg_stat_file(text)', 'EXECUTE') AS granted,
       current_setting('logging_collector') = 'on' AS collected,
       to_char($1::timestamptz AT TIME ZONE current_setting('log_timezone'), 'YYYY-MM-DD HH24:MI:SS.MS') AS from`,
    [since],
  );
  if (!right?.collected) throw unread(worded(({ watched }) => watched.itIsNotCollectedIntoFilesSet));
  if (!right.granted) throw unread(GRANT);
  const [file] = await session.rows<{ path: string | null }>("SELECT pg_current_logfile('stderr') AS path");
  if (!file?.path) throw unread(worded(({ watched }) => watched.itIsNotWrittenAsTextAddStderrTo));
  const [tail] = await session.rows<{ text: string; size: string }>(
    `SELECT pg_read_file($1, greatest(0, size - ${TAIL_BYTES}), ${TAIL_BYTES}) AS text, size FROM pg_stat_file($1)`,
    [file.path],
  );
  const entries = entriesIn(tail?.text ?? '');
  const isSince = (entry: string) => entry.slice(0, right.from.length) >= right.from;
  const reachesBack = entries[0] === undefined || !isSince(entries[0]);
  if (reachesBack) return { entries: entries.filter(isSince) };
  // A small file that begins later was begun anew meanwhile, and what stood before is in another one.
  const cut = Number(tail?.size) > TAIL_BYTES ? ({ of: 'bytes', most: TAIL_BYTES } as const) : ({ of: 'files', most: 1 } as const);
  return { entries: entries.filter(isSince), doubts: [{ code: 'cut', ...cut }] };
}

/** An entry begins with its time, as log_line_prefix has it unless changed; its continuation carries the same or a tab. */
function entriesIn(text: string): string[] {
  const entries: string[] = [];
  for (const line of text.split('\n')) {
    const last = entries.length - 1;
    const continues = /^\s/.test(line) || / (DETAIL|HINT|CONTEXT|STATEMENT|QUERY|LOCATION): {2}/.test(line);
    if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(line) && !continues) entries.push(line);
    else if (last >= 0 && line.trim() !== '') entries[last] += ` ${line.replace(/^\d{4}-\d\d-\d\d .*?(?=[A-Z]+: {2})/, '').trim()}`;
  }
  return entries;
}

function unread(why: Bilingual): PermanentError {
  return new PermanentError(
    'no_server_log',
    worded(({ watched }, language) => watched.logOfTheWatchedPostgresCannotBeRead(pick(why, language))),
  );
}
