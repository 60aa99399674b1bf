import { type Mention, says, type Words } from '../words.ts';

/** Why a mitigation is not planned, run or steered. */
export const mitigationRuns = {
  everythingIsFrozenAlreadyBy: (by: Mention): Words => says`Everything is frozen already, by ${by}. \`unfreeze\` ends it.`,
  nothingIsFrozen: 'Nothing is frozen.',
  playbookHasNoMitigationIt: (name: string, known: string) => `The playbook has no mitigation ${name}. It has ${known || 'none'}.`,
  bongsuDoesNotKnowHowToDo: (name: string) =>
    `Bongsu does not know how to do ${name}; \`does\` in the playbook names one (docs/mitigations.md).`,
  cannotBePlannedWithCorrect: (name: string, path: string | undefined, message: string | undefined) =>
    `${name} cannot be planned: \`with.${path}\` ${message}. Correct the playbook.`,
  noTarget: 'The playbook does not say what it acts on: `on` is empty (docs/executors.md).',
  thereIsNothingCalledToChoose: (key: string, known: string) =>
    `There is nothing called ${key} to choose; ${known ? `there is ${known}` : 'nothing can be chosen here'}.`,
  mustBeANumberSuchAs20Found: (key: string, value: string) => `${key} must be a number, such as ${key}=20 (found "${value}").`,
  typeToConfirm: (wanted: string) => `Type \`${wanted}\` to confirm.`,
  playbookHasNoMitigation: (name: string) => `The playbook has no mitigation ${name}.`,
  playbookHasNoMitigationItHas: (name: string, known: readonly string[]) =>
    `The playbook has no mitigation ${name}. It has ${known.join(', ') || 'none'}.`,
  incidentIsOverWriteA: (id: number) => `Incident #${id} is over; write a \`note\` instead, or use \`reopen\` first.`,
  cannotBeUndone: (title: string) => `${title} cannot be undone.`,
  ranAgainLaterUndoThat: (title: string, id: number) => `${title} ran again later (#${id}): undo that one.`,
  isUnderWayAgainRun: (title: string, id: number) => `${title} is under way again (run ${id}): wait until that is over.`,
  isNotWaitingForApproval: 'is not waiting for approval',
  cannotBeStoppedAnyMore: 'cannot be stopped any more',
  cannotBeUndoneNow: 'cannot be undone now',
  isNotRunningForALimitedTime: 'is not running for a limited time',
  incidentHasNoMitigationRun: (id: number, runId: number) => `Incident #${id} has no mitigation run ${runId}. See \`mitigate\`.`,
  it: (title: string, otherwise: string, state: string) => `${title} ${otherwise}: it ${state}.`,
};
