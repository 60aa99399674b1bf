import { z } from 'zod';
import type { Incident } from '../../domain/incident/incident.ts';
import { pick } from '../../domain/language/pick.ts';
import type { UpdateSurface } from '../../domain/updates/surfaces.ts';
import type { Stores, UpdateTextRow } from '../../storage/index.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { happens, timer } from '../runtime/timer.ts';
import { nameOfHeld } from './name-of-next.ts';

const heldTimer = timer('updates.held', z.object({ sequence: z.number() }));

/** Asks whoever leads communications, in the incident's channel, to approve a text that waits on some surface; the commander is asked when nobody did. */
export async function askToApprove(runtime: Runtime, stores: Stores, incident: Incident, text: UpdateTextRow): Promise<void> {
  const { clock, playbook, waker } = runtime;
  await ask(runtime, stores, incident, text, ['communications']);
  const dueAt = new Date(clock.now().getTime() + playbook.updates.remindAfter);
  await stores.timers.set(heldTimer.row({ key: String(incident.id), incidentId: incident.id, data: { sequence: text.sequence }, dueAt }));
  waker.wake('timers', dueAt);
}

async function ask(
  runtime: Runtime,
  stores: Stores,
  incident: Incident,
  text: UpdateTextRow,
  roles: readonly ('communications' | 'commander')[],
): Promise<void> {
  const { clock, playbook } = runtime;
  const held = await stores.roles.of(incident.id);
  const asks = roles.map((role) => held[role]).find((person) => person !== undefined);
  const leads = playbook.team.leads.flatMap((key) => playbook.team.people[key]?.slack ?? []);
  const present = presentInIncident(runtime, incident);
  const message = present.updateDraft({
    incident,
    text: pick(text.texts, present.language, playbook.team.language),
    seen: nameOfHeld(text),
    held: text.held as UpdateSurface[],
    asks: asks === undefined ? leads : [asks],
    now: clock.now(),
  });
  const key = `update-held:${incident.id}:${text.sequence}:${roles[0]}`;
  await send(runtime, stores, { key, incidentId: incident.id, lane: 'update', destination: { to: 'home' }, message });
}

/** Timer `updates.held`: nobody approved it yet, and the commander is asked. */
export const heldUpdate = happens(heldTimer, (runtime) => async (stores, { incident, data: { sequence } }) => {
  const text = incident && (await stores.updateTexts.of(incident.id, sequence));
  if (!incident || !text || text.held.length === 0) return undefined;
  await ask(runtime, stores, incident, text, ['commander']);
  runtime.waker.wake('outbox', runtime.clock.now());
  return undefined;
});
