import { type Mention, says, type Words } from '../../words.ts';

type By = Mention | string;

/** Why the guard refuses. Whom it names is handed in as somebody who can be mentioned. */
export interface RefusalTexts {
  stopped: (by: By) => Words;
  notActive: (ref: string, state: string) => string;
  off: string;
  notAllowed: Record<'everyone' | 'responder' | 'oncall' | 'lead', string>;
  frozen: (by: By) => Words;
  /** With what whoever froze everything gave for it. */
  frozenFor: (by: By, reason: string) => Words;
  forbiddenHours: (from: string, to: string, reason: string) => string;
  busy: (by: By) => Words;
  bongsuIsBusy: string;
  heldHalfWay: (run: string) => string;
  coolingDown: (seconds: string) => string;
  tooMany: (atOnce: string, names: string) => string;
  samePerson: string;
}

export const refusals: RefusalTexts = {
  stopped: (by) => says`${by} stopped it.`,
  notActive: (ref, state) => `Incident ${ref} is ${state}: nothing is run for it any more. \`reopen\` it first.`,
  off: 'The playbook does not allow it: `enabled` is not true.',
  notAllowed: {
    everyone: 'Members of this workspace may do this. Ask one of them.',
    responder:
      'People named in the playbook, whoever is on call now, and those to whom one of them gave a role may do this. Ask one of them.',
    oncall: 'Whoever is on call now, and leads may do this. Ask one of them.',
    lead: 'The leads of the playbook, and a commander whom somebody of the playbook or on call appointed, may do this. Ask one of them.',
  },
  frozen: (by) => says`Everything is frozen by ${by}. \`unfreeze\` lets mitigations run again.`,
  frozenFor: (by, reason) => says`Everything is frozen by ${by}: ${reason}. \`unfreeze\` lets mitigations run again.`,
  forbiddenHours: (from, to, reason) => `Not between ${from}–${to}: ${reason}`,
  busy: (by) => says`${by} was first: it is under way.`,
  bongsuIsBusy: 'Bongsu was first: it is under way.',
  heldHalfWay: (run) => `Run ${run} of it is held half-way: undo or keep that one first.`,
  coolingDown: (seconds) => `It ran a moment ago; it can be run again in ${seconds} s.`,
  tooMany: (atOnce, names) => `Only ${atOnce} may be under way at once (${names}). Wait for one of them.`,
  samePerson: 'A second person must approve this: somebody else than whoever asked for it.',
};
