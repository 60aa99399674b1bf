import type { ChatMessage } from '../../../domain/chat/message.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import type { NextUpdateView } from '../../../views/updates.ts';
import { commandButton } from '../building-blocks/asking.ts';
import { actions, lineSections, message } from '../building-blocks/blocks.ts';
import { person, safe } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

/** When the next regular update goes out, what somebody wrote for it, and the buttons to post it now or to skip it. */
export function nextUpdate(voice: Voice, view: NextUpdateView): ChatMessage {
  const t = voice.texts.response;
  const { incident, nextAt, edited } = view;
  const ref = incidentRef(incident);
  if (nextAt === undefined) return message([t.updateStopped(ref)], lineSections([t.updateStopped(ref)]));
  const when = (time: typeof voice.format.time) => t.updateNext(ref, time(nextAt, view.now));
  const text = edited ? [t.updateEdited(person(edited.by)), `>${safe(edited.text, 2_000)}`] : [];
  const asked = { incident, args: { seen: view.seen } };
  const post = commandButton({ command: 'update now', ...asked }, { text: t.postNow, label: t.postNowLabel(ref), style: 'primary' });
  const skip = commandButton({ command: 'update skip', ...asked }, { text: t.skipOnce, label: t.skipOnceLabel(ref) });
  return message(
    [when(voice.format.plainTime), ...text],
    [...lineSections([when(voice.format.time), ...text]), ...actions(`update.${incident.id}`, [post, skip])],
  );
}
