import { languageFor, type Reader } from '../domain/language-for.ts';
import type { Presenter } from '../domain/views.ts';
import type { Runtime } from './runtime/runtime.ts';

/** The presenter in the language of whoever reads. `runtime.present` speaks the team's, which is that of incident channels. */
export function presentFor({ present, playbook }: Pick<Runtime, 'present' | 'playbook'>, reader: Reader): Presenter {
  return present.in(languageFor(playbook.team, reader));
}

/** The presenter for what stands in the status channel. */
export function presentInStatus(runtime: Pick<Runtime, 'present' | 'playbook'>): Presenter {
  return presentFor(runtime, { channel: runtime.playbook.team.channels.status });
}
