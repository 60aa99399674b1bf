import type { ChatView } from '../../../domain/chat/message.ts';
import { type HomeView, LIST_PAGE_SIZE } from '../../../views/lists.ts';
import { incidentBlocks, list } from '../answers/present-list.ts';
import { oncall } from '../answers/present-oncall.ts';
import { commandButton } from '../building-blocks/asking.ts';
import { actions, context } from '../building-blocks/blocks.ts';
import type { Voice } from '../building-blocks/voice.ts';

/** The App Home: what is under way, who is on call, and a button to declare. Far below Slack's hundred blocks. */
export function home(voice: Voice, { levels, teams, ...active }: HomeView): ChatView {
  const { t } = voice;
  const { incidents, now } = active;
  const more = (active.total ?? incidents.length) - LIST_PAGE_SIZE;
  const shown = { ...active, page: 1, scope: 'active' } as const;
  const declare = commandButton({ command: 'open' }, { text: t.button.declare, label: t.button.declareLabel, style: 'primary' });
  return {
    type: 'home',
    blocks: [
      ...actions('home', [declare]),
      ...(incidents.length === 0 ? (list(voice, shown).blocks ?? []) : incidentBlocks(voice, shown)),
      ...context([more > 0 ? t.incidents.more(more, voice.command) : undefined]),
      { type: 'divider' },
      ...(oncall(voice, { levels, ...(teams && { teams }), now }).blocks ?? []),
    ],
  };
}
