import { z } from 'zod';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import type { Steering } from '../../domain/mitigation/guard.ts';
import { worded } from '../../languages/worded.ts';
import { titleOf } from '../../workflows/mitigation/run/run-view.ts';
import {
  approveMitigation,
  keepMitigation,
  refuseMitigation,
  stopMitigation,
  undoMitigation,
} from '../../workflows/mitigation/run/steer-mitigation.ts';
import { incidentCommand } from '../command.ts';
import { numeral } from '../words/readers.ts';
import { run } from './arguments.ts';

/** What can be done with a run differs in nothing but these lines. Who may is asked under the lock, as for `mitigate`. */
function steering<const Verb extends Steering>(verb: Verb, steer: typeof approveMitigation, summary: Bilingual, evenUnknown?: true) {
  return incidentCommand({
    name: `mitigate ${verb}`,
    summary,
    args: z.object({ run }),
    words: { run: numeral },
    button: { slow: true },
    permission: 'everyone',
    changes: true,
    ...(evenUnknown && { evenUnknown }),
    run: async ({ runtime, cause, actor, incident, args }) => {
      const { name, state } = await steer(runtime, { cause, actor, incidentId: incident.id, runId: args.run });
      return { show: 'mitigationBegun', view: { incident, title: titleOf(runtime, name), state, did: verb } };
    },
  });
}

// What is stopped by mistake can be begun again.
const STOPS = true;

export const mitigateApprove = steering(
  'approve',
  approveMitigation,
  worded(({ commands }) => commands.approveARunThatWaitsForASecondPerson),
);

export const mitigateRefuse = steering(
  'refuse',
  refuseMitigation,
  worded(({ commands }) => commands.refuseARunThatWaitsForASecondPerson),
  STOPS,
);

export const mitigateStop = steering(
  'stop',
  stopMitigation,
  worded(({ commands }) => commands.stopARun),
  STOPS,
);
export const mitigateUndo = steering(
  'undo',
  undoMitigation,
  worded(({ commands }) => commands.undoWhatARunDid),
);

export const mitigateKeep = steering(
  'keep',
  keepMitigation,
  worded(({ commands }) => commands.keepWhatARunDidInsteadOfHavingItUndone),
);
