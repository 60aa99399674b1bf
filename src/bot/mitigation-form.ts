import type { Reply } from '../commands/command.ts';
import { runForIncident } from '../commands/run-command.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import { MITIGATION_FIELDS, type MitigationFormMetadata } from './presenters/ids.ts';
import type { Submission } from './submission.ts';

/** Runs what the form showed, with what was chosen in it; the command's answer is another form when that is not what would be done now. */
export async function runMitigationForm(runtime: Runtime, form: Submission): Promise<Reply> {
  const { incident, name, shown } = JSON.parse(form.metadata) as MitigationFormMetadata;
  const { parameterPrefix, typed } = MITIGATION_FIELDS;
  const chosen = form.blockIds
    .filter((id) => id.startsWith(parameterPrefix))
    .flatMap((id): [string, string][] => {
      const field = form.field(id);
      const value = field?.selected_option?.value ?? field?.value ?? '';
      return value === '' ? [] : [[id.slice(parameterPrefix.length), value]];
    });
  const words = JSON.stringify({ chosen: Object.fromEntries(chosen), shown, typed: form.field(typed)?.value ?? undefined });
  return await runForIncident(runtime, form.invocation, 'mitigate', incident, `run ${name} ${words}`);
}
