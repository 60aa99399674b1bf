import type { ChatBlock, ChatView } from '../../domain/message.ts';
import type { HomeView } from '../../domain/views.ts';
import { actions, button } from './blocks.ts';
import { ACTIONS } from './ids.ts';
import { list } from './list.ts';
import { oncall } from './oncall.ts';
import type { Voice } from './voice.ts';

/** The App Home: what is under way, who is on call, and a button to declare. Far below Slack's hundred blocks. */
export function home(voice: Voice, { incidents, levels, now }: HomeView): ChatView {
  const { t } = voice;
  const declare = button({ action: ACTIONS.openForm, text: t.button.declare, label: t.button.declareLabel, style: 'primary' });
  return {
    type: 'home',
    blocks: [
      ...actions('home', [declare]),
      ...still(list(voice, { incidents, page: 1, scope: 'active', now }).blocks),
      { type: 'divider' },
      ...still(oncall(voice, { levels, now }).blocks),
    ],
  };
}

/** Without buttons: they turn the pages of a message, which is not here. */
function still(blocks: readonly ChatBlock[] = []): ChatBlock[] {
  return blocks.filter(({ type }) => type !== 'actions');
}
