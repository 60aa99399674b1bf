import { z } from 'zod';
import { PermanentError } from '../../../domain/errors.ts';
import type { PostedRef } from '../../../domain/ports/chat.ts';
import type { MitigationRunRow, Stores } from '../../../storage/index.ts';
import type { MitigationRunView } from '../../../views/mitigation.ts';
import { postJoining } from '../../incident/declare/announce.ts';
import { homePlace } from '../../messages/chat-message.ts';
import { presentFor, presentInIncident } from '../../messages/present-for.ts';
import { unlessDeleted } from '../../places/unless-deleted.ts';
import { type Delivers, delivered, effect } from '../../runtime/effect.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { runView } from './run-view.ts';

/** What was posted, and which version of the run it showed. */
type Posted = PostedRef & { version: number };

const ofRun = z.object({ run: z.number() });
const runPostEffect = effect('mitigation.post', { payload: ofRun, atHome: true });
const runRefreshEffect = effect('mitigation.refresh', { payload: ofRun });

/** Has the run's one message written anew (posted, if it is not there yet) once this transaction is done. */
export async function sayRun(stores: Stores, run: MitigationRunRow, at: Date): Promise<void> {
  const effectOfVersion = run.version === 1 ? runPostEffect : runRefreshEffect;
  const payload = { run: run.id };
  const row = { key: `mitigation:${run.id}:${run.version}`, incidentId: run.incidentId, lane: 'mitigation' as const, payload };
  await stores.outbox.add(effectOfVersion.row(row), at);
}

/** Kind `mitigation.post`: the message of a run, once; found again by its key. What changed meanwhile is written into it right after. */
export const mitigationPostKind = delivered(runPostEffect, (runtime): Delivers<typeof runPostEffect, Posted> => {
  const { storage, chat } = runtime;
  return {
    look: async (row, since) => {
      const home = await homeOf(runtime, row.incidentId);
      const found = home && (await chat.findPosted({ ...home, key: `mitigation:${row.payload.run}`, since }, { lane: row.lane }));
      return found && { ...found, version: 0 };
    },
    run: async (row) => {
      const run = await storage.mitigationRuns.find(row.payload.run);
      const view = run && (await runView(runtime, storage, run));
      const home = await homeOf(runtime, row.incidentId);
      if (!run || !view || !home) return { skipped: true };
      const posted = await postJoining(
        runtime,
        { ...home, message: presentInIncident(runtime, view.incident).mitigationRun(view), key: `mitigation:${row.payload.run}` },
        { lane: row.lane },
      );
      await showInForm(runtime, run, view);
      return { ...posted, version: run.version };
    },
    record: async (stores, row, { channel, ts, version }) => {
      const run = await stores.mitigationRuns.lock(row.payload.run);
      if (!run) return;
      const changed = await stores.mitigationRuns.change(run.id, { channelId: channel, ts });
      if (run.version !== version) await sayRun(stores, changed, runtime.clock.now());
    },
  };
});

/** Kind `mitigation.refresh`: written from the rows as they are when it leaves, so that late ones do no harm. */
export const mitigationRefreshKind = delivered(runRefreshEffect, (runtime): Delivers<typeof runRefreshEffect, { deletedTs?: string }> => {
  const { storage, chat } = runtime;
  return {
    run: async (row) => {
      const run = await storage.mitigationRuns.find(row.payload.run);
      // Not posted yet: whoever posts it looks whether it changed meanwhile.
      if (!run?.channelId || !run.ts) return { skipped: true };
      const view = await runView(runtime, storage, run);
      if (!view) return { skipped: true };
      const { channelId: channel, ts } = run;
      const message = presentInIncident(runtime, view.incident).mitigationRun(view);
      const outcome = await unlessDeleted({ ts }, () => chat.update({ channel, ts, message }, { lane: row.lane }));
      await showInForm(runtime, run, view);
      return outcome;
    },
    record: async (stores, row, { deletedTs }) => {
      const run = deletedTs === undefined ? undefined : await stores.mitigationRuns.lock(row.payload.run);
      // What can be stopped or taken back must be in front of people.
      if (run?.ts === deletedTs && run !== undefined) await sayRunAnew(runtime, stores, run, `deleted-${deletedTs}`);
    },
  };
});

/** Has a run's message posted anew, where its incident lives; the one that was there is edited no more. The caller holds the run's lock. */
export async function sayRunAnew({ clock, waker }: Runtime, stores: Stores, run: MitigationRunRow, cause: string): Promise<void> {
  await stores.mitigationRuns.change(run.id, { channelId: null, ts: null });
  const row = { key: `mitigation:${run.id}:${cause}`, incidentId: run.incidentId, lane: 'mitigation' as const };
  await stores.outbox.add(runPostEffect.row({ ...row, payload: { run: run.id } }), clock.now());
  waker.wake('outbox', clock.now());
}

/** While these last, the form shows how it goes on; after that its message does. */
const SHOWN_IN_FORM: readonly MitigationRunRow['state'][] = ['waiting', 'executing', 'undoing'];

/** Whoever began it has its form in front of them, until they close it. Never rejects: its message says the same. */
async function showInForm(runtime: Runtime, { id, viewId, by, state }: MitigationRunRow, view: MitigationRunView): Promise<void> {
  if (viewId === null) return;
  const { chat, storage, log } = runtime;
  try {
    await chat.updateView({ viewId, view: presentFor(runtime, { person: by }).mitigationProgress(view) });
    if (SHOWN_IN_FORM.includes(state)) return;
  } catch (error) {
    if (!(error instanceof PermanentError))
      return log.debug({ err: error, run: id }, 'The form of a mitigation could not be written anew.');
  }
  await storage.mitigationRuns.leaveForm(id);
}

async function homeOf({ storage }: Runtime, incidentId: number | null): Promise<{ channel: string; threadTs?: string } | undefined> {
  const incident = incidentId === null ? undefined : await storage.incidents.find(incidentId);
  return incident && homePlace(incident);
}
