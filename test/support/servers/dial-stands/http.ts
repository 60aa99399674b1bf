import { startSettingsEndpoint } from '../../../../sandbox/settings-endpoint.ts';
import { Secret } from '../../../../src/integrations/accounts/secret.ts';
import { httpExecutor } from '../../../../src/integrations/executors/http/http.ts';
import { signatureAccount } from '../../../../src/integrations/signature.ts';
import { accountsWith, given } from '../../scenario/accounts-with.ts';
import { DIAL_SECRET, type DialScene, executorDeps } from './dial-scene.ts';

/** The dial of an executor with this secret. */
export function httpDial(target: { url: string; field: string }, secret = DIAL_SECRET) {
  const executor = httpExecutor.create(accountsWith(given(signatureAccount, new Secret(secret))), executorDeps());
  if (!executor) throw new Error('no executor for http');
  return executor.dial(target);
}

const limits = (perSecond: unknown) => ({ rate: { perSecond, burst: 10 }, open: true });

export async function httpScene(): Promise<DialScene> {
  const endpoint = await startSettingsEndpoint({
    secret: DIAL_SECRET,
    settings: limits(500),
    objection: (settings) => ((settings.rate as { perSecond: number }).perSecond < 0 ? 'A rate is not negative.' : undefined),
  });
  const { url } = endpoint;
  const field = 'rate.perSecond';
  return {
    dial: httpDial({ url, field }),
    from: 500,
    to: 200,
    other: 350,
    invalid: -1,
    typed: '200',
    present: () => (endpoint.settings().rate as { perSecond: number }).perSecond,
    set: (value) => endpoint.replace(limits(value)),
    writes: endpoint.writes,
    missing: httpDial({ url: url.replace('/settings', '/nowhere'), field }),
    forbidden: httpDial({ url, field }, 'not-the-right-secret'),
    hang: () => endpoint.faults.inject({ call: '*', fault: { kind: 'hang' } }),
    loseReply: () => endpoint.faults.inject({ call: 'PATCH /settings', fault: { kind: 'cut-after' }, times: 1 }),
    secret: DIAL_SECRET,
    close: endpoint.close,
  };
}
