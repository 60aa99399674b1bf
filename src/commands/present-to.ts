import type { Presenter } from '../domain/views.ts';
import { presentFor } from '../workflows/present-for.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import type { Invocation } from './command.ts';

type Asking = Pick<Invocation, 'actor' | 'channelId' | 'about'>;

/** The presenter for what whoever asked is answered privately: their own language, else what is spoken in the channel, incident channels included. */
export async function presentTo(runtime: Runtime, { actor, channelId, about }: Asking): Promise<Presenter> {
  const { incidents } = runtime.storage;
  const found = channelId !== '' ? incidents.findByChannel(channelId) : about === undefined ? undefined : incidents.find(about);
  return presentFor(runtime, { person: actor.id, channel: channelId || undefined, incident: await found });
}

/** The same for what must be said without the database, which alone knows whose channel it is. */
export function presentAtOnce(runtime: Runtime, { actor, channelId }: Asking): Presenter {
  return presentFor(runtime, { person: actor.id, channel: channelId });
}
