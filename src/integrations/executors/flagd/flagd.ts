import { z } from 'zod';
import { PermanentError } from '../../../domain/errors.ts';
import type { DialState, DialValue } from '../../../domain/mitigation/targets.ts';
import type { Clock } from '../../../domain/time/clock.ts';
import { worded } from '../../../languages/worded.ts';
import { httpRequest, jsonOf } from '../../http.ts';
import { signatureAccount, signedHeaders } from '../../signature.ts';
import { executorKind } from '../executor-kind.ts';
import { exchanged, KNOWS_SECRET, type OwnAddress, ownAddress } from '../http/exchange.ts';
import { lookedUpDial } from '../looked-up-dial.ts';
import { truthOf } from '../unleash/unleash.ts';

/** As much of a definition as is read (flagd.dev/schema/v0/flags.json); what else stands there goes back as it came. */
const definition = z.looseObject({
  state: z.enum(['ENABLED', 'DISABLED']),
  variants: z.record(z.string(), z.unknown()),
  defaultVariant: z.string().nullish(),
});
const documentOf = z.looseObject({ flags: z.record(z.string(), z.unknown()) });

interface Seen extends DialState {
  document: z.output<typeof documentOf>;
  flag: z.output<typeof definition>;
}

/**
 * A flag of flagd, where it reads its definitions over HTTP: the whole document is read, one word of it changed, and put back for the ETag that was read. flagd itself has no way
 * in to change anything; it reads the document again within some seconds. What it answers meanwhile (OFREP) is shown beside.
 */
export const flagdExecutor = executorKind({
  name: 'flagd',
  account: signatureAccount,
  missing: worded(({ executors }) => executors.setWebhookSecretWithWhichItsRequests),
  create(hidden, deps) {
    const secret = hidden.reveal();
    return {
      dial: ({ url, flag: key, set, evaluate }) => {
        const { mask, clock } = deps;
        const address = ownAddress(url, mask);
        const where = `${set} of the flag ${key} at ${address.shown}`;
        const ask = (method: 'GET' | 'PUT', headers: Record<string, string>, timeoutMs: number, body?: string) =>
          exchanged(
            { where, vendor: address.shown, forbidden: KNOWS_SECRET, mask, clock },
            {
              method,
              url: address.url,
              headers: { accept: 'application/json', ...headers, ...known(address), ...signedHeaders({ secret, clock, body: body ?? '' }) },
              ...(body === undefined ? {} : { body }),
              timeoutMs,
            },
          );
        return lookedUpDial<Seen>({
          where,
          mask,
          async look({ timeoutMs }) {
            const [reply, evaluated] = await Promise.all([
              ask('GET', {}, timeoutMs),
              evaluate === undefined ? undefined : evaluatedBy(ownAddress(evaluate, mask), key, { clock, secret, timeoutMs }),
            ]);
            const document = documentOf.safeParse(jsonOf(reply.text));
            const found = definition.safeParse(document.data?.flags[key]);
            if (!document.success || !found.success) throw unreadable(where, document.success ? 'flag' : 'document');
            const { state, defaultVariant } = found.data;
            const etag = reply.headers.get('etag');
            return {
              value: set === 'state' ? state === 'ENABLED' : (defaultVariant ?? null),
              // If-Match never matches a weak one (RFC 9110, 13.1.1).
              ...(etag !== null && !etag.startsWith('W/') && { version: etag }),
              ...(evaluated !== undefined && { facts: { evaluated } }),
              document: document.data,
              flag: found.data,
            };
          },
          check(to, { flag, version }) {
            if (set === 'state') truthOf(where, to);
            else if (to !== null && !Object.hasOwn(flag.variants, String(to))) throw unknownVariant(where, to, Object.keys(flag.variants));
            if (version === undefined) throw withoutEtag(where);
          },
          async set({ to, key: change, seen: { document, flag, version = '' } }, { timeoutMs }) {
            const changed = set === 'state' ? { state: truthOf(where, to) ? 'ENABLED' : 'DISABLED' } : { defaultVariant: to };
            const body = JSON.stringify({ ...document, flags: { ...document.flags, [key]: { ...flag, ...changed } } });
            await ask('PUT', { 'content-type': 'application/json', 'if-match': version, 'idempotency-key': change }, timeoutMs, body);
          },
          byHand: (to) =>
            `${set} of ${key} = ${set === 'state' ? (String(to) === 'true' ? 'ENABLED' : 'DISABLED') : String(to)} (${address.shown})`,
        });
      },
    };
  },
});

function known({ authorization }: OwnAddress): Record<string, string> {
  return authorization === undefined ? {} : { authorization };
}

/** The variant that flagd answers for nobody in particular (OpenFeature Remote Evaluation Protocol); undefined when it does not say. */
async function evaluatedBy(
  address: OwnAddress,
  key: string,
  { clock, secret, timeoutMs }: { clock: Clock; secret: string; timeoutMs: number },
): Promise<string | undefined> {
  const body = JSON.stringify({ context: {} });
  const url = new URL(address.url);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/ofrep/v1/evaluate/flags/${encodeURIComponent(key)}`;
  const reply = await httpRequest({
    vendor: address.shown,
    method: 'POST',
    url: url.href,
    headers: { 'content-type': 'application/json', ...known(address), ...signedHeaders({ secret, clock, body }) },
    body,
    timeoutMs,
  }).catch(() => undefined);
  const answer = z.object({ variant: z.string() }).safeParse(jsonOf(reply?.text ?? ''));
  return reply?.status === 200 && answer.success ? answer.data.variant : undefined;
}

function unreadable(where: string, what: 'document' | 'flag'): PermanentError {
  return what === 'flag'
    ? new PermanentError(
        'not_found',
        worded(({ executors }) => executors.documentHasNoSuchFlagOrNoneWithState(where)),
      )
    : new PermanentError(
        'invalid',
        worded(({ executors }) => executors.cannotBeReadTheAddress(where)),
      );
}

function unknownVariant(where: string, to: DialValue, variants: readonly string[]): PermanentError {
  const there = variants.join(', ');
  return new PermanentError(
    'invalid',
    worded(({ executors }) => executors.cannotBecomeItsVariantsAre(where, String(to), there)),
  );
}

/** The document is put back whole: without a condition it would undo what somebody else changed of another flag. */
function withoutEtag(where: string): PermanentError {
  return new PermanentError(
    'invalid',
    worded(({ executors }) => executors.isNotChangedTheAddress(where)),
  );
}
