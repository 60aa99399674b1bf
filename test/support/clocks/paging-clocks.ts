import { BEGUN, LEISURELY, UNDIAGNOSED, UNREFRESHED } from '../scenario/playbook-edits.ts';
import type { ScenarioOptions } from '../scenario/scenario.ts';

/** The shipped playbook's clocks as they are; no numbers, and nothing that anybody could miss within a day. */
export const CLOCKS = {
  environment: { PROMETHEUS_URL: '' },
  calmMs: 0,
  playbook: [UNREFRESHED, UNDIAGNOSED, BEGUN, LEISURELY],
} satisfies ScenarioOptions;
