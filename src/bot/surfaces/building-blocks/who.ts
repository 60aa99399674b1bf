import type { Incident } from '../../../domain/incident/incident.ts';
import { pick } from '../../../domain/language/pick.ts';
import { own } from '../../../domain/text/own.ts';
import { person, safe } from './escape.ts';
import type { Voice } from './voice.ts';

/** Whoever did something, as people read it: `<@U…>`, `watcher D2`, `an alert from Alertmanager`, `Bongsu`. */
export function who(voice: Voice, id: string): string {
  const t = voice.texts.alerts;
  if (id === 'bongsu') return t.bongsu;
  const [kind, ...rest] = id.split(':');
  const name = rest.join(':');
  if (kind === 'watch') return t.byWatch(safe(name, 40));
  if (kind === 'alert') return t.byAlert(sourceName(voice, name));
  return person(id);
}

/** For lists and announcements, where a person's name is left out: that no person opened it. */
export function openedBySystem(
  voice: Voice,
  { declaredBy, declaredVia }: Pick<Incident, 'declaredBy' | 'declaredVia'>,
): string | undefined {
  if (declaredVia !== 'alert' && declaredVia !== 'watch') return undefined;
  return voice.texts.alerts.declaredBy(who(voice, declaredBy));
}

/** A source of alerts by the name that people know. */
export function sourceName(voice: Voice, source: string): string {
  const sender = own(voice.senders ?? {}, source);
  return own(voice.texts.alerts.source, source) ?? (sender ? pick(sender, voice.language) : safe(source, 40));
}
