import type { AnyMitigationKind } from './mitigation.ts';

/** Every kind of mitigation that a playbook can use; adding one is one line here. */
export const MITIGATIONS: readonly AnyMitigationKind[] = [];
