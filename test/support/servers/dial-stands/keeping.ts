import { startConsul } from '../../../../sandbox/keeping/consul.ts';
import { startFlagDefinitions } from '../../../../sandbox/keeping/flag-definitions.ts';
import { startJob } from '../../../../sandbox/keeping/job.ts';
import { startUnleash } from '../../../../sandbox/keeping/unleash.ts';
import type { Dial, TargetSpec } from '../../../../src/domain/mitigation/targets.ts';
import { target } from '../../../../src/domain/playbook/mitigation-schema.ts';
import { Secret } from '../../../../src/integrations/accounts/secret.ts';
import { consulAccount, consulExecutor } from '../../../../src/integrations/executors/consul/consul.ts';
import { flagdExecutor } from '../../../../src/integrations/executors/flagd/flagd.ts';
import { unleashAccount, unleashExecutor } from '../../../../src/integrations/executors/unleash/unleash.ts';
import { webhookExecutor } from '../../../../src/integrations/executors/webhook/webhook.ts';
import { createMask } from '../../../../src/integrations/mask.ts';
import { signatureAccount } from '../../../../src/integrations/signature.ts';
import { accountsWith, given } from '../../scenario/accounts-with.ts';
import { DIAL_SECRET, type DialScene, executorDeps } from './dial-scene.ts';

export const KEEPING_TOKEN = 'keeping-token-0123456789';

function made<Target>(executor: { dial(target: Target): Dial } | undefined, wanted: unknown): Dial {
  if (!executor) throw new Error('no such executor');
  return executor.dial(wanted as Target);
}

/** As the playbook would name it, its defaults filled in. */
function written<Kind extends keyof TargetSpec>(kind: Kind, fields: object): TargetSpec[Kind] {
  return target.parse({ [kind]: fields })[kind] as TargetSpec[Kind];
}

const deps = () => executorDeps({ mask: createMask([DIAL_SECRET, KEEPING_TOKEN]) });

export function consulDial(url: string, fields: object, token = KEEPING_TOKEN): Dial {
  const accounts = accountsWith(given(consulAccount, { url, token: new Secret(token) }));
  return made(consulExecutor.create(accounts, deps()), written('consul', fields));
}

export function unleashDial(url: string, fields: object, token = KEEPING_TOKEN): Dial {
  const accounts = accountsWith(given(unleashAccount, { url, token: new Secret(token) }));
  return made(unleashExecutor.create(accounts, deps()), written('unleash', fields));
}

const signing = (secret: string) => accountsWith(given(signatureAccount, new Secret(secret)));

export function flagdDial(fields: object, secret = DIAL_SECRET): Dial {
  return made(flagdExecutor.create(signing(secret), deps()), written('flagd', fields));
}

export function webhookDial(fields: object, secret = DIAL_SECRET): Dial {
  return made(webhookExecutor.create(signing(secret), deps()), written('webhook', fields));
}

export async function consulScene(): Promise<DialScene> {
  const consul = await startConsul({ entries: { 'shop/limit': '500', 'else/limit': '1' }, token: KEEPING_TOKEN, allowed: ['shop/'] });
  return {
    dial: consulDial(consul.url, { key: 'shop/limit' }),
    from: 500,
    to: 200,
    other: 350,
    invalid: 'x'.repeat(512 * 1024 + 1),
    typed: 'consul kv put shop/limit 200',
    present: () => Number(consul.entry('shop/limit')),
    set: (value) => consul.put('shop/limit', String(value)),
    writes: consul.writes,
    missing: consulDial(`${consul.url}/somewhere-else`, { key: 'shop/limit' }),
    forbidden: consulDial(consul.url, { key: 'else/limit' }),
    hang: () => consul.faults.inject({ call: '*', fault: { kind: 'hang' } }),
    loseReply: () => consul.faults.inject({ call: 'PUT /v1/kv', fault: { kind: 'cut-after' }, times: 1 }),
    secret: KEEPING_TOKEN,
    close: consul.close,
  };
}

const variants = { on: true, off: false, half: true };
const checkout = (defaultVariant: string) => ({ state: 'ENABLED' as const, variants, defaultVariant });

export async function flagdScene(): Promise<DialScene> {
  const other = { state: 'DISABLED' as const, variants, defaultVariant: 'off', targeting: { if: [true, 'on'] } };
  const store = await startFlagDefinitions({ secret: DIAL_SECRET, flags: { checkout: checkout('on'), other } });
  const { url } = store;
  const fields = { url, flag: 'checkout', set: 'defaultVariant' };
  return {
    dial: flagdDial(fields),
    from: 'on',
    to: 'off',
    other: 'half',
    invalid: 'none',
    typed: 'defaultVariant of checkout = off',
    present: () => store.document().flags.checkout?.defaultVariant ?? null,
    set: (value) => store.replace({ ...store.document().flags, checkout: checkout(String(value)) }),
    writes: store.writes,
    missing: flagdDial({ ...fields, flag: 'nowhere' }),
    forbidden: flagdDial(fields, 'not-the-right-secret'),
    hang: () => store.faults.inject({ call: '*', fault: { kind: 'hang' } }),
    loseReply: () => store.faults.inject({ call: 'PUT /flags.json', fault: { kind: 'cut-after' }, times: 1 }),
    secret: DIAL_SECRET,
    close: store.close,
  };
}

export async function webhookScene(): Promise<DialScene> {
  const job = await startJob({ secret: DIAL_SECRET, state: 'v42' });
  const fields = { url: job.url, state: job.stateUrl, field: 'job.state' };
  return {
    dial: webhookDial(fields),
    from: 'v42',
    to: 'v41',
    other: 'v40',
    invalid: null,
    typed: '"value":"v41"',
    present: job.state,
    set: (value) => job.set(String(value)),
    writes: job.writes,
    missing: webhookDial({ ...fields, state: `${job.stateUrl}/nowhere` }),
    forbidden: webhookDial(fields, 'not-the-right-secret'),
    hang: () => job.faults.inject({ call: '*', fault: { kind: 'hang' } }),
    loseReply: () => job.faults.inject({ call: 'POST /run', fault: { kind: 'cut-after' }, times: 1 }),
    secret: DIAL_SECRET,
    close: job.close,
  };
}

export const unleashPlace = () =>
  startUnleash({ token: KEEPING_TOKEN, flags: { checkout: { production: true, staging: true } }, forbidden: ['staging'] });
