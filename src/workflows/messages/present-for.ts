import { languageFor, type Reader } from '../../domain/language/language-for.ts';
import type { Presenter } from '../../views/presenter.ts';
import type { Runtime } from '../runtime/runtime.ts';

type Presenting = Pick<Runtime, 'present' | 'playbook'>;

/** The presenter in the language of whoever reads. */
export function presentFor({ present, playbook }: Presenting, reader: Reader): Presenter {
  return present.in(languageFor(playbook.team, reader));
}

/** The presenter for everything that stands where an incident lives: its channel, or its thread. */
export function presentInIncident(runtime: Presenting, incident: NonNullable<Reader['incident']>): Presenter {
  return presentFor(runtime, { incident });
}

/** The presenter for what stands in the status channel. */
export function presentInStatus(runtime: Presenting): Presenter {
  return presentFor(runtime, { channel: runtime.playbook.team.channels.status });
}
