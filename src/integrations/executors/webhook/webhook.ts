import { PermanentError } from '../../../domain/errors.ts';
import type { DialState, DialValue, TargetSpec } from '../../../domain/mitigation/targets.ts';
import { worded } from '../../../languages/worded.ts';
import { jsonOf } from '../../http.ts';
import { signatureAccount, signedHeaders } from '../../signature.ts';
import { type ExecutorDeps, executorKind } from '../executor-kind.ts';
import { exchanged, KNOWS_SECRET, type OwnAddress, ownAddress } from '../http/exchange.ts';
import { fieldOf, nested } from '../http/json-field.ts';
import { lookedUpDial } from '../looked-up-dial.ts';
import { quoted } from '../quoted.ts';

type Target = NonNullable<TargetSpec['webhook']>;

/** An address that does something when it is called: a CI job, a tool of the team's own. Its contract is in `docs/executors.md`. */
export const webhookExecutor = executorKind({
  name: 'webhook',
  account: signatureAccount,
  missing: worded(({ executors }) => executors.setWebhookSecretWithWhichItsRequests),
  create(hidden, deps) {
    const secret = hidden.reveal();
    return { dial: (target) => webhookDial(target, secret, deps) };
  },
});

function webhookDial(target: Target, secret: string, { clock, mask }: ExecutorDeps) {
  const [called, undoing, state] = [target.url, target.undo, target.state].map((url) =>
    url === undefined ? undefined : ownAddress(url, mask),
  );
  const doing = called as OwnAddress;
  const where = `webhook ${doing.shown}`;
  const type = target.send === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
  const ask = (address: OwnAddress, { method, body, headers, timeoutMs }: Exchange) =>
    exchanged(
      { where, vendor: address.shown, forbidden: KNOWS_SECRET, mask, clock },
      {
        method,
        url: address.url,
        headers: {
          accept: 'application/json',
          ...headers,
          ...(address.authorization === undefined ? {} : { authorization: address.authorization }),
          ...signedHeaders({ secret, clock, body: body ?? '' }),
        },
        ...(body === undefined ? {} : { body }),
        timeoutMs,
      },
    );
  /** Null is "not done", and so is whatever is not `done` where that is known. */
  const addressFor = (to: DialValue): OwnAddress => {
    if (!isUndoing(target, to)) return doing;
    if (undoing !== undefined) return undoing;
    if (to !== null) return doing;
    throw new PermanentError(
      'invalid',
      worded(({ executors }) => executors.cannotBeUndoneThePlaybookNames(where)),
    );
  };
  return lookedUpDial<DialState>({
    where,
    mask,
    async look({ timeoutMs }) {
      const { field } = target;
      if (state === undefined || field === undefined) return { value: null, unseen: true };
      const json = jsonOf((await ask(state, { method: 'GET', headers: {}, timeoutMs })).text);
      const value = typeof json === 'object' && json !== null ? fieldOf(json, field.split('.')) : undefined;
      if (value !== undefined) return { value };
      throw new PermanentError(
        'invalid',
        worded(({ executors }) => executors.cannotBeLookedAtAnswers(where, state.shown, field)),
      );
    },
    check: (to) => void addressFor(to),
    async set({ to, key }, { timeoutMs }) {
      const body = bodyOf(target, { to, key });
      await ask(addressFor(to), { method: 'POST', body, headers: { 'content-type': type, 'idempotency-key': key }, timeoutMs });
    },
    byHand: (to) => {
      const address = isUndoing(target, to) ? (undoing ?? (to === null ? undefined : doing)) : doing;
      if (address === undefined) return '';
      return `curl -X POST -H ${quoted(`content-type: ${type}`)} -d ${quoted(bodyOf(shownOf(target), { to, key: 'by-hand' }))} ${quoted(address.shown)}`;
    },
  });
}

/** What is written in the body besides what is put in may be a token. */
function shownOf(target: Target): Target {
  const body =
    target.body && Object.fromEntries(Object.entries(target.body).map(([field, written]) => [field, hasPlace(written) ? written : '…']));
  return { ...target, ...(body && { body }) };
}

function hasPlace(written: string | number | boolean): boolean {
  return typeof written === 'string' && /^\{(to|key)\}$/.test(written);
}

interface Exchange {
  method: 'GET' | 'POST';
  body?: string;
  headers: Record<string, string>;
  timeoutMs: number;
}

function isUndoing({ done }: Target, to: DialValue): boolean {
  return to === null || (done !== undefined && String(to) !== done);
}

/** Only whole words of ours are put in; a value keeps its type where it stands alone. */
function bodyOf({ send, body = { value: '{to}', key: '{key}' } }: Target, given: { to: DialValue; key: string }): string {
  const filled = Object.entries(body).map(([field, written]) => [field, filledIn(written, given)] as const);
  if (send === 'form')
    return new URLSearchParams(filled.map(([field, value]): [string, string] => [field, String(value ?? '')])).toString();
  return JSON.stringify(filled.reduce<object>((whole, [field, value]) => deepened(whole, nested(field.split('.'), value) as object), {}));
}

function filledIn(written: string | number | boolean, { to, key }: { to: DialValue; key: string }): DialValue {
  if (typeof written !== 'string') return written;
  if (written === '{to}') return to;
  return written.replace(/\{(to|key)\}/g, (_, name) => String((name === 'to' ? to : key) ?? ''));
}

function deepened(whole: object, more: object): object {
  const result: Record<string, unknown> = { ...whole };
  for (const [name, value] of Object.entries(more)) {
    const there = result[name];
    const both = typeof there === 'object' && there !== null && typeof value === 'object' && value !== null;
    result[name] = both ? deepened(there, value as object) : value;
  }
  return result;
}
