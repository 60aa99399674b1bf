import { slackIn } from '../../../integrations/slack/account.ts';
import { createSlackDirectory } from '../../../integrations/slack/index.ts';
import { askUntilGood, mustAnswer } from '../ask.ts';
import type { Step } from '../draft.ts';

/** Where Bongsu announces, and where customer support reads what to answer. */
export const channelsStep: Step = {
  title: 'Channels',
  async run({ asker, draft, log, timeoutMs, config }) {
    const { botToken, apiUrl } = slackIn(config().accounts);
    const directory = createSlackDirectory({ token: botToken.reveal(), apiUrl, timeoutMs, log });
    const found = async (wanted: string) => {
      const channel = await directory.channel(wanted);
      const joins = channel.isMember ? 'Bongsu is in it' : 'Bongsu joins it before its first message';
      asker.say(`  ✓ #${channel.name} (${channel.id}), ${joins}`);
      return channel;
    };
    draft.team.status = await mustAnswer(
      asker,
      { key: 'statusChannel', text: 'Status channel for announcements and updates (name or id)' },
      found,
    );
    const support = await askUntilGood(
      asker,
      [{ key: 'supportChannel', text: 'Channel of customer support, for the guide how to answer', otherwise: 'none for now' }],
      ([answer = '']) => found(answer),
    );
    if (support) draft.team.support = support;
  },
};
