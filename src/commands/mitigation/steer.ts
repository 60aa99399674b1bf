import { z } from 'zod';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import type { Steering } from '../../domain/mitigation/guard.ts';
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

export const mitigateApprove = steering('approve', approveMitigation, {
  en: 'Approve a run that waits for a second person.',
  ko: '두 번째 사람의 승인을 기다리는 실행을 승인합니다.',
});

export const mitigateRefuse = steering(
  'refuse',
  refuseMitigation,
  { en: 'Refuse a run that waits for a second person.', ko: '승인을 기다리는 실행을 거절합니다.' },
  STOPS,
);

export const mitigateStop = steering('stop', stopMitigation, { en: 'Stop a run.', ko: '실행을 멈춥니다.' }, STOPS);
export const mitigateUndo = steering('undo', undoMitigation, { en: 'Undo what a run did.', ko: '실행한 조치를 되돌립니다.' });

export const mitigateKeep = steering('keep', keepMitigation, {
  en: 'Keep what a run did, instead of having it undone when its time is over.',
  ko: '기한이 지나도 되돌리지 않고 조치를 유지합니다.',
});
