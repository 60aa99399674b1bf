import { errorSaid, PermanentError } from '../../domain/errors.ts';
import type { Stores } from '../../storage/index.ts';
import type { SocialSaidView } from '../../views/social.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Says in the incident's channel what became of a notice that somebody must know of. */
export async function saySocial(runtime: Runtime, stores: Stores, view: SocialSaidView & { revision?: number }): Promise<void> {
  const { incident, number, said, revision = 0 } = view;
  const message = presentInIncident(runtime, incident).socialSaid(view);
  const key = `social-said:${incident.id}:${number}:${said}:${revision}`;
  await send(runtime, stores, { key, incidentId: incident.id, lane: 'update', destination: { to: 'home' }, message });
  runtime.waker.wake('outbox', runtime.clock.now());
}

/** Whoever is asked outside: a social network, a help desk. */
interface Outside {
  /** As people call it. */
  title: string;
  /** Names it, and what it was asked. */
  about: string;
}

/** The same work, which also says in the incident's channel that somebody outside refuses us for good, and why: once for one that lets us in no more, and once for each text that it will not take. */
export async function sayingRefusal<T>(
  runtime: Runtime,
  incidentId: number,
  { title, about }: Outside,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PermanentError) await refused(runtime, incidentId, { title, about }, error);
    throw error;
  }
}

async function refused(runtime: Runtime, incidentId: number, { title, about }: Outside, error: PermanentError): Promise<void> {
  const { storage, waker, clock } = runtime;
  const incident = await storage.incidents.find(incidentId);
  if (!incident) return;
  const access = error.code === 'http_401' || error.code === 'http_403' || error.code === 'not_set_up';
  const message = presentInIncident(runtime, incident).pageRefused({ incident, page: title, why: errorSaid(error) });
  const key = `outside-refused:${incidentId}:${title}:${access ? error.code : about}`;
  await send(runtime, storage, { key, incidentId, lane: 'update', destination: { to: 'home' }, message });
  waker.wake('outbox', clock.now());
}
