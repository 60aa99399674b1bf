import { ACTIVE_STATES } from '../../domain/incident/incident.ts';
import { diagnosisView } from '../diagnosis/diagnosis-view.ts';
import { presentInIncident } from '../messages/present-for.ts';
import type { StandingNotice } from './standing-notice.ts';

/** The likely cause as the signals tell it now, with the button that names it while nobody has. */
export const likelyCauseNotice: StandingNotice = async (runtime, incident, stands) => {
  if (!stands && !ACTIVE_STATES.includes(incident.state)) return undefined;
  const row = await runtime.storage.diagnoses.of(incident.id);
  return presentInIncident(runtime, incident).likelyCause(diagnosisView(runtime, incident, row));
};
