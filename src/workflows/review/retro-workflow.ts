import { inEveryLanguage, type Language } from '../../domain/language/bilingual.ts';
import { saidIn } from '../../domain/language/said.ts';
import { happened } from '../../events/happened.ts';
import type { StepRow } from '../../storage/index.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import { carriedOut } from '../runtime/run-kind.ts';
import { settleAll } from '../runtime/runs.ts';
import { fitCalendars } from './fit-calendars.ts';
import { mailInvitations } from './retro-mail.ts';
import { arrangeMeeting } from './retro-meeting.ts';
import { postInvitation } from './retro-message.ts';
import { retroRun, type Version } from './retro-run.ts';
import { findRetro } from './retro-view.ts';

/**
 * Brings one version of the retrospective to where people see it: first the video meeting, whose link the others carry, then mail and Slack
 * side by side. A version that a newer one has replaced does nothing any more.
 */
export const retroWorkflow = carriedOut(retroRun, (runtime) => async (context) => {
  const { sequence, act, movedBy } = context.run.input;
  const found = await findRetro(runtime.storage, context.run.incidentId);
  if (!found) return;
  const version: Version = { runtime, context, incident: found.incident, sequence, act, ...(movedBy !== null && { movedBy }) };
  await fitCalendars(version);
  await arrangeMeeting(version);
  await settleAll([mailInvitations(version, found.invitees), postInvitation(version)]);
  await sayProblems(version);
});

/** What could not be done stands in the timeline; who got no calendar invitation, and why, is said: somebody can correct the address. */
async function sayProblems({ runtime, context, incident, sequence }: Version): Promise<void> {
  const { storage, clock, waker } = runtime;
  const failed = (await storage.steps.of(context.run.id)).filter((step) => step.status === 'failed');
  if (failed.length === 0) return;
  const mails = failed.filter(({ name }) => name.startsWith('retro.mail.'));
  await context.steps.do({
    name: 'retro.problems',
    run: async () => ({}),
    record: async (stores) => {
      const now = clock.now();
      const data = { problems: failed.map(({ name, errorCode, error }) => ({ step: name, code: errorCode, text: error })) };
      await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'retro.problem', actor: 'bongsu', data });
      if (mails.length === 0) return;
      const text = inEveryLanguage((language) => allSaid(mails, language));
      await send(runtime, stores, {
        key: `retro-problem:${incident.id}:${sequence}`,
        incidentId: incident.id,
        lane: 'update',
        destination: { to: 'home' },
        message: presentInIncident(runtime, incident).failedPart({ incident, problem: { part: 'invite', text, retrying: false }, now }),
      });
    },
  });
  waker.wake('outbox', clock.now());
}

/** What went wrong, each thing once. */
function allSaid(steps: readonly StepRow[], language: Language): string {
  return [...new Set(steps.map(({ error }) => saidIn(error ?? '', language)))].join(' ');
}
