import { z } from 'zod';
import { PermanentError, TransientError } from '../../domain/errors.ts';
import { splitCredentials } from '../credentials.ts';
import { type HttpReply, httpRequest, jsonOf, retryAfterMs } from '../http.ts';
import { LINES_MAX, type ReadLines } from './log-lines.ts';

/** What a Loki gives at once unless it is told otherwise is 5,000 lines (`max_entries_limit_per_query`). */
const PAGE = 5_000;
/** A page of long lines. */
const MAX_BYTES = 32 * 2 ** 20;

/** Times are nanoseconds since 1970, as text. */
const answer = z.object({
  status: z.literal('success'),
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
 * The newest come first, page by page; lines of one nanosecond at the seam of two pages may be missed.
 * `tenant` is for a Loki of several (https://grafana.com/docs/loki/latest/operations/multi-tenancy/); the others ignore it.
 */
export function readLoki({ url, tenant, query }: { url: string; tenant: string | undefined; query: string }): ReadLines {
  const { base, authorization } = splitCredentials(url);
  const headers = { ...(authorization && { authorization }), ...(tenant !== undefined && { 'x-scope-orgid': tenant }) };

  async function page(start: bigint, end: bigint, timeoutMs: number): Promise<{ at: bigint; line: string }[]> {
    const fields = new URLSearchParams({ query, start: String(start), end: String(end), limit: String(PAGE), direction: 'backward' });
    const reply = await httpRequest({
      vendor: 'Loki',
      method: 'GET',
      url: `${base}/loki/api/v1/query_range?${fields}`,
      headers,
      timeoutMs,
      maxBytes: MAX_BYTES,
    });
    const parsed = answer.safeParse(jsonOf(reply.text));
    if (reply.status !== 200 || !parsed.success) throw refusal(reply);
    if (parsed.data.data.resultType !== 'streams') {
      throw new PermanentError('wrong_type', {
        en: 'The query gives numbers, not lines: leave out rate(…), count_over_time(…) and the like.',
        ko: '쿼리 결과가 로그가 아니라 숫자입니다. rate(…), count_over_time(…) 등을 빼 주세요.',
      });
    }
    return parsed.data.data.result.flatMap(({ values }) => values.map(([at, line]) => ({ at: BigInt(at), line })));
  }

  return async ({ from, to, timeoutMs }) => {
    const deadlineMs = performance.now() + timeoutMs;
    const start = nanoseconds(from);
    const lines: { at: bigint; line: string }[] = [];
    let end = nanoseconds(to);
    for (;;) {
      const leftMs = Math.floor(deadlineMs - performance.now());
      if (leftMs <= 0)
        throw new TransientError('timeout', {
          en: `Loki did not answer within ${timeoutMs} ms.`,
          ko: `Loki 응답이 ${timeoutMs}ms 안에 오지 않았습니다.`,
        });
      const found = await page(start, end, leftMs);
      lines.push(...found);
      let oldest = end;
      for (const { at } of found) if (at < oldest) oldest = at;
      const more = found.length >= PAGE && oldest > start && oldest < end;
      if (!more || lines.length >= LINES_MAX) {
        const sorted = lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map(({ line }) => line);
        return { lines: sorted.slice(-LINES_MAX), partial: more };
      }
      end = oldest;
    }
  };
}

function nanoseconds(at: Date): bigint {
  return BigInt(at.getTime()) * 1_000_000n;
}

function refusal({ status, text, headers }: HttpReply): PermanentError | TransientError {
  const said = text.replace(/\s+/g, ' ').trim().slice(0, 200);
  const wait = retryAfterMs(headers);
  if (status === 429)
    return new TransientError(
      'ratelimited',
      { en: 'Loki asks to wait (HTTP 429).', ko: 'Loki가 기다리라고 합니다 (HTTP 429).' },
      wait === undefined ? {} : { retryAfterMs: wait },
    );
  if (status >= 500 || status === 408)
    return new TransientError(`http_${status}`, { en: `Loki failed with HTTP ${status}.`, ko: `Loki 오류 (HTTP ${status}).` });
  if (status === 401 && /no org id/i.test(said))
    return new PermanentError('no_tenant', {
      en: 'This Loki has several tenants: set LOKI_TENANT to the one whose logs these are.',
      ko: 'Loki에 tenant가 여럿입니다. LOKI_TENANT에 이 로그의 tenant를 지정해 주세요.',
    });
  if (status === 401 || status === 403)
    return new PermanentError(`http_${status}`, {
      en: `Loki refuses the credentials (HTTP ${status}): put them into LOKI_URL.`,
      ko: `Loki가 인증을 거부합니다 (HTTP ${status}). LOKI_URL에 넣어 주세요.`,
    });
  if (status === 400)
    return new PermanentError('bad_query', { en: `Loki refuses the query: ${said}`, ko: `Loki가 쿼리를 거부합니다: ${said}` });
  return new PermanentError('bad_answer', {
    en: `What answers at LOKI_URL does not speak Loki's API (HTTP ${status}).`,
    ko: `LOKI_URL이 Loki API로 답하지 않습니다 (HTTP ${status}).`,
  });
}
