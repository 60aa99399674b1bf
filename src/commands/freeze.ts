import { freezeMitigations } from '../workflows/mitigate/freeze.ts';
import { generalCommand, restOfLine } from './command.ts';

export const freeze = generalCommand<{ reason: string | undefined }>({
  name: 'freeze',
  usage: 'freeze [why]',
  summary: {
    en: 'Stop every mitigation: nothing runs and nothing begins by itself, until `unfreeze`.',
    ko: '모든 조치를 동결합니다. `unfreeze` 전까지 아무것도 실행되지 않습니다.',
  },
  permission: 'responder',
  parse: (words) => ({ reason: restOfLine(words)?.slice(0, 500) }),
  run: async ({ runtime, present, invocation: { cause, actor }, args: { reason } }) => ({
    message: present.freezeNotice(await freezeMitigations(runtime, { cause, actor, reason })),
  }),
});
