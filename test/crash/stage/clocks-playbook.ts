import { type Edit, set } from '../../support/scenario/edit-playbook.ts';
import { UNREFRESHED } from '../../support/scenario/playbook-edits.ts';
import { quickPlaybook } from './quick-playbook.ts';

/** The time between two updates, in milliseconds: more than it takes to find a dead process and to be sure of what it had sent. */
export const UPDATE_MS = 5_000;

/**
 * The clocks of an incident within some seconds: pages that are repeated and handed over, L2, everybody, updates, and three deadlines that
 * nobody keeps. Nobody is on call at two levels: a page that is called off because its person is called at a higher one would make what
 * people see a question of milliseconds.
 */
const QUICK: readonly Edit[] = [
  set('team.oncall.L2', ['sora']),
  set('team.oncall.operations', ['hana', 'yuna', 'taeho']),
  set('escalation', [
    { id: 'A1', level: 'L1', at: '0s', repeatEvery: '1s', repeatAtMost: 1 },
    { id: 'A2', level: 'L2', at: '3s' },
    { id: 'A3', level: 'operations', at: '5s' },
  ]),
  set('updates.every.*', `${UPDATE_MS / 1_000}s`),
  set('rows.I1.within', '2s'),
  set('rows.I2.within', '2s'),
  set('rows.I3.within', '4s'),
  UNREFRESHED,
  // An answer that a busy machine brings late leaves nothing unclear: what is unclear is looked at again half a minute later.
  set('briefing.queryTimeout', '20s'),
];

/** Returns the path. */
export function clocksPlaybook(): string {
  return quickPlaybook(...QUICK);
}
