import { UserError } from '../domain/errors.ts';
import { unfreezeMitigations } from '../workflows/mitigate/freeze.ts';
import { generalCommand } from './command.ts';

export const unfreeze = generalCommand<undefined>({
  name: 'unfreeze',
  usage: 'unfreeze',
  summary: { en: 'Let mitigations run again.', ko: '조치 동결을 해제합니다.' },
  permission: 'lead',
  parse: (words) => {
    if (words.trim() !== '')
      throw new UserError('bad_unfreeze', { en: '`unfreeze` needs nothing behind it.', ko: '`unfreeze` 뒤에는 아무것도 적지 않습니다.' });
    return undefined;
  },
  run: async ({ runtime, present, invocation: { cause, actor } }) => ({
    message: present.freezeNotice(await unfreezeMitigations(runtime, { cause, actor })),
  }),
});
