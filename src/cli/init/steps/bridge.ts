import { OperatorError } from '../../../domain/errors.ts';
import { systemClock } from '../../../domain/time/clock.ts';
import { BRIDGES, type BridgeKind, type VendorBridge } from '../../../integrations/bridges/index.ts';
import { askUntilGood, mustAnswer } from '../ask.ts';
import { askAccount } from '../ask-account.ts';
import type { Step, StepContext } from '../draft.ts';

/** What meetings are made by, and a standing room for when it refuses; either may be left out. */
export const bridgeStep: Step = {
  title: 'Bridge',
  async run(context) {
    const { asker, draft } = context;
    for (const kind of BRIDGES) {
      const given = await askAccount(asker, kind.account, async (variables) => {
        await withBridge(context, kind, variables, [], (bridge) => bridge.warm());
        asker.say(`  ✓ ${kind.title} gives a token`);
      });
      if (!given) continue;
      draft.team.hosts = await mustAnswer(asker, kind.askedHosts, (answer) => hosts(context, kind, given, answer));
      Object.assign(draft.variables, given);
      break;
    }
    const fallback = await askUntilGood(
      asker,
      [{ key: 'fallback', text: 'A standing meeting room for when Zoom refuses (URL)', otherwise: 'none' }],
      ([answer = '']) => {
        if (!URL.canParse(answer) || !/^https?:$/.test(new URL(answer).protocol))
          throw new OperatorError('no_url', `"${answer}" is no web address.`);
        return answer;
      },
    );
    if (fallback !== undefined) draft.team.fallback = fallback;
    if (draft.team.hosts.length === 0 && fallback === undefined)
      asker.say(`  ! Incidents will have no bridge: no ${BRIDGES.map(({ title }) => title).join(', no ')} and no standing room.`);
  },
};

/** The hosts, after the bridge knew each of them. */
async function hosts(context: StepContext, kind: BridgeKind, given: Readonly<Record<string, string>>, answer: string): Promise<string[]> {
  const named = answer
    .split(',')
    .map((host) => host.trim())
    .filter(Boolean);
  if (named.length === 0 || named.some((host) => !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(host)))
    throw new OperatorError('no_host', 'Wanted e-mail addresses, separated by commas.');
  const checked = await withBridge(context, kind, given, named, (bridge) => bridge.checkHosts());
  const refused = checked.filter(({ ok }) => !ok);
  if (refused.length > 0)
    throw new OperatorError('no_host', refused.map(({ host, advice }) => advice ?? `${host} may not host.`).join(' '));
  for (const { host, advice } of checked) context.asker.say(advice === undefined ? `  ✓ ${host} may host` : `  ! ${advice}`);
  return named;
}

async function withBridge<T>(
  { config, log, timeoutMs }: StepContext,
  kind: BridgeKind,
  given: Readonly<Record<string, string>>,
  named: readonly string[],
  ask: (bridge: VendorBridge) => Promise<T>,
): Promise<T> {
  const bridge = kind.create(config(given).accounts, { hosts: named, clock: systemClock, log, timeoutMs });
  if (!bridge) throw new Error(`${kind.title} is not set up although every variable of it is given`);
  try {
    return await ask(bridge);
  } finally {
    bridge.close();
  }
}
