import { z } from 'zod';
import { ACTIVE_STATES, type Incident } from '../../domain/incident/incident.ts';
import { isHeld, UPDATE_SURFACES, type UpdateSurface } from '../../domain/updates/surfaces.ts';
import type { PublicStage, ToldTexts } from '../../domain/updates/told-text.ts';
import type { NewOutboxRow, Stores, UpdateTextRow } from '../../storage/index.ts';
import { type Delivers, delivered, effect } from '../runtime/effect.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { moment } from '../runtime/stored.ts';
import { draftUpdate } from './draft-update.ts';
import { askToApprove } from './held-update.ts';
import { SURFACES } from './surfaces/index.ts';

const writeEffect = effect('update.write', {
  payload: z.object({ sequence: z.number(), kind: z.enum(['update', 'end']), nextAt: moment.nullable() }),
});

interface Written {
  texts: ToldTexts;
  stage: PublicStage;
}

/** Has an update that nobody approved be drafted from what is known when it leaves, and told. */
export async function tellDrafted(
  { clock }: Pick<Runtime, 'clock'>,
  stores: Stores,
  incident: Incident,
  update: { sequence: number; kind: 'update' | 'end'; nextAt: Date | null },
): Promise<void> {
  const key = `update:${incident.id}:${update.sequence}:write`;
  await stores.outbox.add(writeEffect.row({ key, incidentId: incident.id, lane: 'update', payload: update }), clock.now());
}

/** Kind `update.write`: the draft becomes the text, which every surface tells. */
export const writeKind = delivered(
  writeEffect,
  (runtime): Delivers<typeof writeEffect, Written> => ({
    run: async ({ incidentId, payload: { kind, nextAt } }) => {
      const incident = incidentId === null ? undefined : await runtime.storage.incidents.find(incidentId);
      if (!incident || incident.private) return { skipped: true };
      // Over while it waited: what is over is not reported as going on. Begun again: it is not over.
      if (ACTIVE_STATES.includes(incident.state) === (kind === 'end')) return { skipped: true };
      // The next one is due already, and tells how things stand.
      if (kind === 'update' && nextAt !== null && runtime.clock.now() >= nextAt) return { skipped: true };
      const { texts, stage } = await draftUpdate(runtime, incident, { kind, nextAt });
      return { texts, stage };
    },
    record: async (stores, { incidentId, payload: { sequence, kind, nextAt } }, { texts, stage }) => {
      const incident = incidentId === null ? undefined : await stores.incidents.find(incidentId);
      if (incident) await tell(runtime, stores, incident, { sequence, kind, nextAt, texts, stage });
    },
  }),
);

/** Writes down what is told, and has every surface tell it that need not wait for somebody. */
export async function tell(
  runtime: Runtime,
  stores: Stores,
  incident: Incident,
  update: Written & { sequence: number; kind: 'update' | 'end'; nextAt: Date | null; approvedBy?: string },
): Promise<void> {
  const { clock, playbook, waker } = runtime;
  const now = clock.now();
  const { approvedBy = null, ...text } = update;
  const on = surfacesOf(runtime);
  const held = approvedBy === null ? on.filter((surface) => isHeld(playbook.updates.unapproved, surface, incident.severity)) : [];
  const row = { ...text, incidentId: incident.id, approvedBy, approvedAt: approvedBy === null ? null : now, held, writtenAt: now };
  const written = await stores.updateTexts.write(row);
  if (!written) return;
  await stores.outbox.addMany(
    tellings(
      runtime,
      written,
      on.filter((surface) => !held.includes(surface)),
    ),
    now,
  );
  if (held.length > 0) await askToApprove(runtime, stores, incident, written);
  waker.wake('outbox', now);
}

/** Surfaces that this service has. */
export function surfacesOf({ playbook }: Pick<Runtime, 'playbook'>): UpdateSurface[] {
  return UPDATE_SURFACES.filter((surface) => SURFACES[surface].isOn(playbook));
}

/** What tells a text on these surfaces. */
export function tellings({ playbook }: Pick<Runtime, 'playbook'>, text: UpdateTextRow, surfaces: readonly UpdateSurface[]): NewOutboxRow[] {
  return surfaces.flatMap((surface) => SURFACES[surface].row?.(text, playbook) ?? []);
}

/** Says that it is over on every surface that was told it goes on; false where none was. */
export async function tellEnd(runtime: Runtime, stores: Stores, incident: Incident): Promise<boolean> {
  const last = await stores.updateTexts.last(incident.id);
  // Whoever never heard that it began need not hear that it is over.
  if (!last || last.kind === 'end') return false;
  const sequence = Math.max(last.sequence, (await stores.updates.of(incident.id))?.sequence ?? 0) + 1;
  await stores.updates.count(incident.id, sequence);
  await tellDrafted(runtime, stores, incident, { sequence, kind: 'end', nextAt: null });
  return true;
}
