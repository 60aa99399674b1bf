import { UserError } from '../domain/errors.ts';
import { unfreezeMitigations } from '../workflows/mitigate/freeze.ts';
import { generalCommand } from './command.ts';

export const unfreeze = generalCommand<undefined>({
  name: 'unfreeze',
  usage: 'unfreeze',
  summary: { en: 'Let mitigations run again.', ko: '조치 동결을 해제합니다.' },
  permission: 'lead',
  parse: (words) => {
    if (words.trim() !== '') throw new UserError('bad_unfreeze', '`unfreeze` needs nothing behind it.');
    return undefined;
  },
  run: async ({ runtime, invocation: { cause, actor } }) => ({
    message: runtime.present.freezeNotice(await unfreezeMitigations(runtime, { cause, actor })),
  }),
});
