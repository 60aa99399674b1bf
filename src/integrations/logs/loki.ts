import { z } from 'zod';
import { PermanentError, TransientError } from '../../domain/errors.ts';
import type { Doubt } from '../../domain/signals/doubts.ts';
import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import { askedUrl, textLike } from '../accounts/shapes.ts';
import { endpointAt } from '../endpoint.ts';
import { foreignWords, textsIn } from '../foreign-words.ts';
import { type HttpReply, httpRequest, jsonOf } from '../http.ts';
import { lateAnswer } from '../network-errors.ts';
import { passingAnswer } from '../passing-answer.ts';
import { LINES_MAX, newestOf, type ReadLines } from './log-lines.ts';
import { logReaderKind } from './log-reader-kind.ts';

export const lokiAccount = account({
  title: 'Loki',
  variables: {
    LOKI_URL: {
      shape: askedUrl('an http(s) address such as http://loki:3100', ['query', 'start', 'end', 'limit', 'direction']),
      example: 'http://reader:loki-password@loki:3100',
      said: worded(({ evidence }) => evidence.lokiUrl),
    },
    LOKI_TENANT: {
      // Loki's own rule: https://grafana.com/docs/loki/latest/operations/multi-tenancy/
      shape: textLike(/^[\w!.*'()-]+(\|[\w!.*'()-]+)*$/, "a tenant (X-Scope-OrgID) of letters, digits and !-_.*'(), several joined by |"),
      example: 'coupon|payments',
      said: worded(({ evidence }) => evidence.lokiTenant),
    },
  },
  needs: ['LOKI_URL'],
  settings: ({ LOKI_URL, LOKI_TENANT }) => ({ url: LOKI_URL, tenant: LOKI_TENANT }),
});

export const lokiLogs = logReaderKind({
  name: 'loki',
  title: 'Loki',
  account: lokiAccount,
  create: ({ url, tenant }, query) => readLoki({ url: url.reveal(), tenant, query }),
});

/** What a Loki gives at once unless it is told otherwise is 5,000 lines (`max_entries_limit_per_query`). */
const PAGE = 5_000;
/** A page of long lines. */
const MAX_BYTES = 32 * 2 ** 20;

/** Times are nanoseconds since 1970, as text. */
const answer = z.object({
  status: z.literal('success'),
  // What went wrong while there is an answer all the same.
  warnings: z.unknown().optional(),
  data: z.discriminatedUnion('resultType', [
    z.object({
      resultType: z.literal('streams'),
      // Loki 3 may add structured metadata as a third part.
      result: z.array(z.object({ values: z.array(z.tuple([z.string(), z.string()], z.unknown())) })),
    }),
    z.object({ resultType: z.literal('matrix') }),
    z.object({ resultType: z.literal('vector') }),
  ]),
});

/**
 * Lines of a LogQL query by Loki's HTTP API (https://grafana.com/docs/loki/latest/reference/loki-http-api/#query-logs-within-a-range-of-time).
 * The newest come first, page by page. The lines of the last nanosecond of a page are asked for anew with the next one; when there are more of them than a page
 * holds, some are missed, and that is doubted.
 * `tenant` is for a Loki of several (https://grafana.com/docs/loki/latest/operations/multi-tenancy/); the others ignore it.
 */
export function readLoki({ url, tenant, query }: { url: string; tenant: string | undefined; query: string }): ReadLines {
  const endpoint = endpointAt(url);
  const headers = { ...endpoint.headers, ...(tenant !== undefined && { 'x-scope-orgid': tenant }) };

  async function page(start: bigint, end: bigint, timeoutMs: number): Promise<{ found: { at: bigint; line: string }[]; words: string[] }> {
    const fields = { query, start: String(start), end: String(end), limit: String(PAGE), direction: 'backward' };
    const reply = await httpRequest({
      vendor: 'Loki',
      method: 'GET',
      url: endpoint.at('/loki/api/v1/query_range', fields),
      headers,
      timeoutMs,
      maxBytes: MAX_BYTES,
    });
    const parsed = answer.safeParse(jsonOf(reply.text));
    if (reply.status !== 200 || !parsed.success) throw refusal(reply);
    if (parsed.data.data.resultType !== 'streams') {
      throw new PermanentError(
        'wrong_type',
        worded(({ evidence }) => evidence.queryGivesNumbersNotLinesLeave),
      );
    }
    const found = parsed.data.data.result.flatMap(({ values }) => values.map(([at, line]) => ({ at: BigInt(at), line })));
    return { found, words: textsIn(parsed.data.warnings).map((text) => foreignWords(text)) };
  }

  return async ({ from, to, timeoutMs }) => {
    const deadlineMs = performance.now() + timeoutMs;
    const start = nanoseconds(from);
    let lines: { at: bigint; line: string }[] = [];
    const doubts: Doubt[] = [];
    const said = new Set<string>();
    let end = nanoseconds(to);
    for (;;) {
      const leftMs = Math.floor(deadlineMs - performance.now());
      if (leftMs <= 0) throw new TransientError('timeout', lateAnswer('Loki', timeoutMs));
      const { found, words } = await page(start, end, leftMs);
      for (const word of words) said.add(word);
      lines.push(...found);
      const oldest = earliestOf(found, end);
      const full = found.length >= PAGE;
      if (!full || oldest <= start || lines.length > LINES_MAX) {
        // A page that is full to its first nanosecond may lack others of it.
        if (full && oldest <= start) doubts.push({ code: 'cut', of: 'lines', most: lines.length });
        if (said.size > 0) doubts.push({ code: 'partial', words: [...said].slice(0, 3) });
        const sorted = lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map(({ line }) => line);
        return newestOf(sorted, doubts);
      }
      if (found.every(({ at }) => at === oldest)) {
        if (doubts.length === 0) doubts.push({ code: 'cut', of: 'lines', most: PAGE });
        end = oldest;
      } else {
        lines = lines.filter(({ at }) => at !== oldest);
        end = oldest + 1n;
      }
    }
  };
}

function earliestOf(found: readonly { at: bigint }[], end: bigint): bigint {
  let earliest = end;
  for (const { at } of found) if (at < earliest) earliest = at;
  return earliest;
}

function nanoseconds(at: Date): bigint {
  return BigInt(at.getTime()) * 1_000_000n;
}

function refusal(reply: HttpReply): PermanentError | TransientError {
  const passing = passingAnswer('Loki', reply);
  if (passing) return passing;
  const { status } = reply;
  const said = foreignWords(reply.text, 200);
  if (status === 401 && /no org id/i.test(said))
    return new PermanentError(
      'no_tenant',
      worded(({ evidence }) => evidence.thisLokiHasSeveralTenants),
    );
  if (status === 401 || status === 403)
    return new PermanentError(
      `http_${status}`,
      worded(({ evidence }) => evidence.lokiRefusesTheCredentialsHttp(status)),
    );
  if (status === 400)
    return new PermanentError(
      'bad_query',
      worded(({ evidence }) => evidence.lokiRefusesTheQuery(said)),
    );
  return new PermanentError(
    'bad_answer',
    worded(({ evidence }) => evidence.whatAnswersAtLokiUrlDoesNotSpeakLokis(status)),
  );
}
