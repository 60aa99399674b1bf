import type { AnyMitigationKind } from './mitigation.ts';
import { postNotice } from './post-notice.ts';
import { spreadTraffic } from './spread-traffic.ts';
import { waitingScreen } from './waiting-screen.ts';

/** Every kind of mitigation that a playbook can use; adding one is one line here. */
export const MITIGATIONS: readonly AnyMitigationKind[] = [waitingScreen, postNotice, spreadTraffic];
