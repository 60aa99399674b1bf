import { errorSaid, PermanentError } from '../../../domain/errors.ts';
import { send } from '../../messages/chat-message.ts';
import { presentInIncident } from '../../messages/present-for.ts';
import type { Delivery, EffectRow } from '../../runtime/effect.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { noteDrift } from './note-drift.ts';
import { isGoneThere, pageOf, titleOf } from './page-effect.ts';

interface OfPage {
  incident: number;
  page: string;
  sequence?: number;
  version?: number;
}

/** The same delivery, which also says in the incident's channel that a page refuses us for good, and why: once for a page that lets us in no more, and once for each text that it will not take. */
export function sayingRefusals<Payload extends OfPage, Outcome>(
  runtime: Runtime,
  { look, run, ...delivery }: Delivery<Payload, Outcome>,
): Delivery<Payload, Outcome> {
  async function saying<T>({ payload }: EffectRow<Payload>, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof PermanentError) await said(runtime, payload, error);
      throw error;
    }
  }
  return {
    ...delivery,
    ...(look && { look: (row: EffectRow<Payload>, since: Date) => saying(row, look(row, since)) }),
    run: (row) => saying(row, run(row)),
  };
}

async function said(runtime: Runtime, payload: OfPage, error: PermanentError): Promise<void> {
  const { storage, waker, clock } = runtime;
  const incident = await storage.incidents.find(payload.incident);
  if (!incident) return;
  // That somebody deleted it there is something to decide about.
  if (isGoneThere(error) && (await isDeleted(runtime, payload))) {
    await storage.transaction((stores) => noteDrift(runtime, stores, incident, payload.page, { gone: true, texts: [], components: [] }));
    return;
  }
  const access = error.code === 'http_401' || error.code === 'http_403' || error.code === 'not_set_up';
  const about = access ? error.code : `${payload.sequence ?? 0}.${payload.version ?? 0}`;
  const message = presentInIncident(runtime, incident).pageRefused({
    incident,
    page: titleOf(runtime, payload.page),
    why: errorSaid(error),
  });
  const key = `page-refused:${incident.id}:${payload.page}:${about}`;
  await send(runtime, storage, { key, incidentId: incident.id, lane: 'update', destination: { to: 'home' }, message });
  waker.wake('outbox', clock.now());
}

async function isDeleted(runtime: Runtime, { incident, page: name }: OfPage): Promise<boolean> {
  const known = await runtime.storage.externalPages.find({ incidentId: incident, page: name });
  const page = pageOf(runtime, name)?.page;
  return known !== undefined && page !== undefined && (await page.read(known.remoteId)) === undefined;
}
