import type { ScenarioOptions } from '../scenario/scenario.ts';

/** The shipped playbook's clocks as they are; no numbers, and nothing that anybody could miss within a day. */
export const CLOCKS = {
  environment: { PROMETHEUS_URL: '' },
  calmMs: 0,
  playbook: (text: string) =>
    text
      .replace('refreshEvery: 60s', 'refreshEvery: 30d')
      .replace('every: 30s, baseline', 'every: 30d, baseline')
      .replace(/ after: \d+m,/g, '')
      .replace(/ within: \d+m,/g, ' within: 30d,'),
} satisfies ScenarioOptions;
