import type { Asks } from '../../../commands/result.ts';
import { analysisNoteForm } from './analysis-note.ts';
import { assignForm } from './assign.ts';
import type { FormKind } from './form-kind.ts';
import { impactForm } from './impact.ts';
import { maintenanceForm } from './maintenance.ts';
import { mitigationForm } from './mitigation.ts';
import { openForm } from './open.ts';
import { retroForm } from './retro.ts';
import { socialForm } from './social.ts';
import { timelineEditForm } from './timeline-edit.ts';
import { updateForm } from './update.ts';

/** A form for whatever a command may ask; a new one is one file and one line here. */
export const FORMS: { readonly [Kind in keyof Asks]: FormKind<Asks[Kind]> } = {
  open: openForm,
  assign: assignForm,
  analysisNote: analysisNoteForm,
  retro: retroForm,
  maintenance: maintenanceForm,
  mitigation: mitigationForm,
  social: socialForm,
  update: updateForm,
  timelineEdit: timelineEditForm,
  impact: impactForm,
};
