import { z } from 'zod';
import { refusedBy } from '../../domain/chat/refusals.ts';
import { errorCode } from '../../domain/errors.ts';
import type { PageTrouble } from '../../domain/paging/page.ts';
import type { IncidentRow, PageRow } from '../../storage/index.ts';
import { pageProblem, problemsOf } from '../briefing/briefing-view.ts';
import { wakeBriefings } from '../briefing/refresh-briefings.ts';
import { declareRun, declareRunId } from '../incident/declare/steps.ts';
import { SENT_AGAIN } from '../incident/declare/tell-declarer.ts';
import { presentFor } from '../messages/present-for.ts';
import { type Delivers, delivered, effect } from '../runtime/effect.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** A trouble of the network is mostly over before anybody could read of it; one that lasts so long is told. */
const WORTH_TELLING_AFTER_MS = 10_000;
/** Response URLs die after half an hour. */
const USABLE_MS = 30 * 60_000;

const troubleEffect = effect('page.trouble', { payload: z.object({}) });

/**
 * The briefing and the declarer are told, once for each trouble, that a page cannot leave while nobody of the incident has been reached: after a while, or at once when it is about us (a token, a
 * scope), which does not pass by itself.
 */
export async function tellPageTrouble(
  runtime: Runtime,
  incident: IncidentRow,
  trouble: PageTrouble,
  { createdAt }: Pick<PageRow, 'createdAt'>,
): Promise<void> {
  const { clock, playbook, storage, waker } = runtime;
  const isOurs = trouble.code !== undefined && refusedBy(trouble.code).about === 'us';
  if (!isOurs && clock.now().getTime() - createdAt.getTime() < WORTH_TELLING_AFTER_MS) return;
  if (!(await storage.escalations.troubled(incident.id, trouble))) return;
  await storage.incidents.touchBriefing(incident.id, clock.now(), playbook.briefing.editAtMostEvery);
  wakeBriefings(runtime);
  const key = `page-trouble:${incident.id}:${trouble.code ?? trouble.why}`;
  await storage.outbox.add(troubleEffect.row({ key, incidentId: incident.id, lane: 'ack', payload: {} }), clock.now());
  waker.wake('outbox', clock.now());
}

/** Kind `page.trouble`: the declarer hears it where nothing of Slack's but the answer to their command is needed. */
export const troubleKind = delivered(troubleEffect, (runtime): Delivers<typeof troubleEffect> => {
  const { chat, clock, storage } = runtime;
  return {
    run: async ({ incidentId, createdAt }) => {
      if (incidentId === null || clock.now().getTime() - createdAt.getTime() > USABLE_MS) return { skipped: true };
      const runId = declareRunId(incidentId);
      const [incident, run, steps, escalation] = await Promise.all([
        storage.incidents.find(incidentId),
        storage.runs.find(runId),
        storage.steps.of(runId),
        storage.escalations.of(incidentId),
      ]);
      const { responseUrl, answerIn } = run ? declareRun.read(run).input : {};
      const isTold = steps.some(({ outcome }) => ((outcome ?? {}) as { told?: readonly string[] }).told?.includes('page'));
      if (!incident || !responseUrl || isTold || !pageProblem(escalation)) return { skipped: true };
      const present = answerIn ? runtime.present.in(answerIn) : presentFor(runtime, { person: incident.declaredBy });
      const message = present.declarerNotice({
        incident,
        ...(incident.channelId !== null && { channelId: incident.channelId }),
        ...(incident.threadTs !== null && { threadTs: incident.threadTs }),
        ...(incident.bridgeUrl !== null && { bridgeUrl: incident.bridgeUrl }),
        problems: problemsOf(runtime, incident, steps, escalation),
      });
      try {
        await chat.respond({ responseUrl, message });
      } catch (error) {
        // One that may have been shown is not shown twice: the briefing says the same.
        if (SENT_AGAIN.includes(errorCode(error))) throw error;
      }
      return {};
    },
  };
});
