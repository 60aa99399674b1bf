import type { Sent } from '../commands/run-command.ts';
import { MITIGATION_FIELDS } from './presenters/ids.ts';
import { mitigationForm, readSent } from './sent-values.ts';
import type { Submission } from './submission.ts';

/** Runs what the form showed, with what was chosen in it; the command's answer is another form when that is not what would be done now. */
export function mitigationFromForm(form: Submission): Sent {
  const { incident, name, shown } = readSent(mitigationForm, form.metadata);
  const { parameterPrefix, typed } = MITIGATION_FIELDS;
  const chosen = form.blockIds
    .filter((id) => id.startsWith(parameterPrefix))
    .flatMap((id): [string, string][] => {
      const field = form.field(id);
      const value = field?.selected_option?.value ?? field?.value ?? '';
      return value === '' ? [] : [[id.slice(parameterPrefix.length), value]];
    });
  const args = { name, chosen: Object.fromEntries(chosen), shown, typed: form.field(typed)?.value ?? undefined };
  return { command: 'mitigate run', incident, args };
}
