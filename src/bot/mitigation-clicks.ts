import type { Presenter } from '../domain/views.ts';
import type { OnClick } from './click.ts';
import { ACTIONS } from './presenters/ids.ts';
import { mitigationRunValue, mitigationValue } from './sent-values.ts';
import { MITIGATION_TEXTS } from './texts/mitigations.ts';

/** Plans and runs. What is asked of a target can take longer than Slack waits, so that is said while it lasts. */
export function listenToMitigationClicks(on: OnClick): void {
  const meanwhile = (present: Presenter) => present.confirmation(MITIGATION_TEXTS[present.language].form.stillReading);
  on(ACTIONS.mitigationOpenPattern, mitigationValue, ({ value: { incident, name } }) => ({
    command: 'mitigate',
    incident,
    args: { name },
  }));
  on(ACTIONS.mitigationDonePattern, mitigationValue, ({ value: { incident, name } }) => ({
    command: 'mitigate done',
    incident,
    args: { name },
  }));
  on(
    ACTIONS.mitigationSteerPattern,
    mitigationRunValue,
    ({ actionId, value: { incident, run } }) => ({ command: `mitigate ${actionId.split('.')[1] ?? ''}`, incident, args: { run } }),
    { meanwhile },
  );
}
