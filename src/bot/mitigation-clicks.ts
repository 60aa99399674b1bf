import { runForIncident } from '../commands/run-command.ts';
import type { Presenter } from '../domain/views.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import type { OnClick } from './click.ts';
import { ACTIONS, type MitigationRunValue, type MitigationValue } from './presenters/ids.ts';
import { MITIGATION_TEXTS } from './texts/mitigations.ts';

/** Plans and runs. What is asked of a target can take longer than Slack waits, so that is said while it lasts. */
export function listenToMitigationClicks(on: OnClick, runtime: Runtime): void {
  const meanwhile = (present: Presenter) => present.confirmation(MITIGATION_TEXTS[present.language].form.stillReading);
  on(ACTIONS.mitigationOpenPattern, (click) => {
    const { incident, name } = JSON.parse(click.value) as MitigationValue;
    return runForIncident(runtime, click.invocation, 'mitigate', incident, name);
  });
  on(
    ACTIONS.mitigationSteerPattern,
    (click) => {
      const { incident, run } = JSON.parse(click.value) as MitigationRunValue;
      const what = click.actionId.split('.')[1] ?? '';
      return runForIncident(runtime, click.invocation, 'mitigate', incident, `${what} ${run}`);
    },
    { meanwhile },
  );
}
