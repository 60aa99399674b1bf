import type { AskedRecords } from './ask-guard.ts';
import type { PlanningRecords } from './kinds/mitigation.ts';

/** In the place of a database that cannot be looked at: nothing ran before, nobody froze anything, nobody has a role or an override. */
export const NOTHING_WRITTEN: PlanningRecords & AskedRecords = {
  mitigationRuns: { inEffect: async () => undefined, known: async () => [] },
  publicNotices: { stack: async () => [] },
  incidents: { find: async () => undefined },
  diagnoses: { of: async () => undefined },
  samples: { of: async () => [] },
  freezes: { current: async () => undefined },
  roles: { given: async () => [] },
  userGroups: { find: async () => undefined },
  oncallOverrides: { notOver: async () => [] },
};
