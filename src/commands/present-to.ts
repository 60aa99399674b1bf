import type { Presenter } from '../domain/views.ts';
import { presentFor } from '../workflows/present-for.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import type { Invocation } from './command.ts';

/** The presenter for what whoever asked is answered privately. */
export function presentTo(runtime: Runtime, { actor, channelId }: Pick<Invocation, 'actor' | 'channelId'>): Presenter {
  return presentFor(runtime, { person: actor.id, channel: channelId });
}
