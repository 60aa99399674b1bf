import { ESCALATING_STATES, type Incident } from '../../domain/incident.ts';
import type { PostedRef } from '../../domain/ports.ts';
import type { OncallLevel } from '../../domain/views.ts';
import type { PageRow } from '../../storage/index.ts';
import { presentFor } from '../present-for.ts';
import { wakeBriefings } from '../refresh-briefings.ts';
import type { RunContext } from '../runtime/runs.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { StepFailed } from '../runtime/steps.ts';
import { keepPageRows } from '../send-pages.ts';
import { showIfTaken } from '../show-taken.ts';
import type { Numbers } from './open-room.ts';
import { messageKeys } from './steps.ts';

/** The first page (A1), by direct message. Does not need the channel to exist. When Slack refuses it, it goes by the other ways at once. */
export async function pageFirst(runtime: Runtime, context: RunContext, incident: Incident, numbers: Numbers): Promise<void> {
  const { clock, storage, waker } = runtime;
  const [[page], current] = await Promise.all([storage.pages.of(incident.id), storage.incidents.find(incident.id)]);
  // Sent by other ways already, because opening the incident had trouble: it is repeated from there.
  if (!page || page.attempts > 0 || page.acknowledgedAt || !current || !ESCALATING_STATES.includes(current.state)) {
    return await leaveToOthers(runtime, context, incident);
  }
  try {
    await pageDirectly(runtime, context, incident, page, numbers);
  } catch (error) {
    if (error instanceof StepFailed) {
      await storage.pages.tried(page.id, page.attempts, clock.now());
      waker.wake('pages', clock.now());
    }
    throw error;
  }
}

/** What was begun here is tried no more; the briefing must not go on saying that it is. */
async function leaveToOthers(runtime: Runtime, { run }: RunContext, incident: Incident): Promise<void> {
  const { clock, playbook, storage } = runtime;
  if (!(await storage.steps.skip(run.id, ['page.open-direct', 'page.post']))) return;
  await storage.incidents.touchBriefing(incident.id, clock.now(), playbook.briefing.editAtMostEvery);
  wakeBriefings(runtime);
}

async function pageDirectly(runtime: Runtime, { steps }: RunContext, incident: Incident, page: PageRow, numbers: Numbers): Promise<void> {
  const { chat, clock, storage } = runtime;
  const present = presentFor(runtime, { person: page.userId });
  const opened = await steps.do<{ channel: string } | { skipped: true }>({
    name: 'page.open-direct',
    run: async () => ({ channel: await chat.openDirect({ user: page.userId }, { lane: 'page' }) }),
  });
  if ('skipped' in opened) return;
  const { channel } = opened;
  const key = messageKeys.page(page.id, 1);
  await steps.do<PostedRef>({
    name: 'page.post',
    look: (since) => chat.findPosted({ channel, key, since }, { lane: 'page' }),
    run: async () => {
      const row = (await storage.incidents.find(incident.id)) ?? incident;
      const message = present.page({
        incident: row,
        level: page.level as OncallLevel,
        ...(row.channelId !== null && row.threadTs === null && { channelId: row.channelId }),
        ...(row.bridgeUrl !== null && { bridgeUrl: row.bridgeUrl }),
        readings: numbers.soFar()?.readings ?? [],
        attempt: 1,
        pageId: String(page.id),
        now: clock.now(),
      });
      return await chat.post({ channel, message, key }, { lane: 'page' });
    },
    record: async (stores, posted) => {
      const at = clock.now();
      await stores.pages.sent(page.id, at, posted);
      const again = page.repeatEveryMs === null ? null : new Date(at.getTime() + page.repeatEveryMs);
      const taken = await showIfTaken(runtime, stores, page.id);
      await stores.pages.triedFirst(page.id, taken ? null : again);
      if (again && !taken) runtime.waker.wake('pages', again);
      await keepPageRows(runtime, stores, page, at);
      await stores.timeline.append({
        incidentId: incident.id,
        at,
        kind: 'page.sent',
        actor: 'bongsu',
        data: { level: page.level, user: page.userId },
      });
    },
  });
}
