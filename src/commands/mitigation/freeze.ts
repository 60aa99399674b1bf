import { z } from 'zod';
import { freezeMitigations } from '../../workflows/mitigation/freeze.ts';
import { about, prose, service } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { rest, serviceWord } from '../words/readers.ts';

export const freeze = generalCommand({
  name: 'freeze',
  summary: {
    en: 'Stop every mitigation: nothing runs and nothing starts automatically, until `unfreeze`.',
    ko: '모든 조치를 동결합니다. `unfreeze` 전까지 아무것도 실행되지 않습니다.',
  },
  args: z.object({
    service: service(),
    reason: about(prose(500).optional(), {
      what: { en: 'why', ko: '이유' },
      examples: { en: ['lag grows since the restart'], ko: ['재시작 뒤 지연 증가'] },
    }),
  }),
  words: { service: serviceWord, reason: rest },
  // Stopping needs less than starting: whoever sees that something goes wrong, on call or not, and while Slack does not say who they are.
  permission: 'everyone',
  changes: true,
  evenUnknown: true,
  run: async ({ runtime, cause, actor, args: { service: of, reason } }) => ({
    show: 'freezeNotice',
    view: await freezeMitigations(runtime, { cause, actor, service: of, reason: reason || undefined }),
  }),
});
