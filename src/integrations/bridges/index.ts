import type { Bridge } from '../../domain/ports/bridge.ts';
import { variablesOf } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { zoomBridge } from '../zoom/bridge.ts';
import type { BridgeKind, BridgeOptions, VendorBridge } from './bridge-kind.ts';
import { createUnconfiguredBridge } from './unconfigured-bridge.ts';

export type { BridgeKind, BridgeOptions, VendorBridge } from './bridge-kind.ts';

/** Every way to meet, one line each; the first that is set up is used. */
export const BRIDGES: readonly BridgeKind[] = [zoomBridge];

/** The bridge that is set up; undefined when none is. */
export function findBridge(accounts: Accounts, options: BridgeOptions): { kind: BridgeKind; bridge: VendorBridge } | undefined {
  for (const kind of BRIDGES) {
    const bridge = kind.create(accounts, options);
    if (bridge) return { kind, bridge };
  }
  return undefined;
}

/** Stands where a bridge would that nobody set up. */
export function noBridge(): Bridge {
  return createUnconfiguredBridge({
    title: BRIDGES.map(({ title }) => title).join(', '),
    variables: BRIDGES.map(({ account }) => variablesOf(account)).join(', or '),
  });
}
