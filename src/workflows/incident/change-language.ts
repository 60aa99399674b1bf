import { writtenAs } from '../../domain/incident/actor.ts';
import type { Language } from '../../domain/language/bilingual.ts';
import { languageFor } from '../../domain/language/language-for.ts';
import { happened } from '../../events/happened.ts';
import { refreshBoard } from '../analysis/board-message.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import { retroRefreshRow } from '../review/retro-message.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { type Change, changeIncident } from './change-incident.ts';
import { refreshTopic } from './refresh-topic.ts';

/**
 * Chooses the language of what is posted where an incident lives. What Bongsu keeps up to date there (the briefing, the topic, the board, the invitation) changes over; what
 * was said stays as it was.
 */
export async function changeLanguage(runtime: Runtime, change: Change & { language: Language }): Promise<{ language: Language }> {
  const { language, actor } = change;
  return await changeIncident(runtime, change, async ({ stores, incident, now, key }) => {
    const before = languageFor(runtime.playbook.team, { incident });
    await stores.incidents.change(incident.id, { language });
    if (before === language) return { language };
    const data = { from: before, to: language };
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'language.changed', actor: writtenAs(actor), data });
    const chosen = { ...incident, language };
    await send(runtime, stores, {
      key: `language:${incident.id}:${key}`,
      incidentId: incident.id,
      lane: 'update',
      destination: { to: 'home' },
      message: presentInIncident(runtime, chosen).languageNotice({ incident: chosen, by: writtenAs(actor), now }),
    });
    await refreshTopic(runtime, stores, incident);
    await refreshBoard(runtime, stores, incident, `language-${key}`);
    await stores.outbox.add(retroRefreshRow(incident.id, key), now);
    return { language };
  });
}
