import type { Bilingual } from '../../../../domain/language/bilingual.ts';
import type { MitigationSpec } from '../../../../domain/playbook/schema.ts';

/** What a deed is set to where the playbook does not say what tells that it is done. */
export const DONE = 'done';

/** How a mitigation is undone whose targets may be deeds; undefined when one of them cannot be. */
export function undoOfDeeds(said: Bilingual): (spec: Pick<MitigationSpec, 'on'>) => Bilingual | undefined {
  return ({ on }) => (on.every(canBeUndone) ? said : undefined);
}

function canBeUndone({ webhook, command }: MitigationSpec['on'][number]): boolean {
  if (webhook) return webhook.undo !== undefined || (webhook.state !== undefined && webhook.done === undefined);
  return command?.run === undefined || command.undo !== undefined;
}
