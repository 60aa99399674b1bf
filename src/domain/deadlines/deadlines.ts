import type { Severity } from '../incident/states.ts';
import type { Bilingual } from '../language/bilingual.ts';
import { verbatim } from '../language/verbatim.ts';
import type { DeadlineSpec, Playbook } from '../playbook/schema.ts';
import type { CauseName, Waiver } from './reason.ts';

/** A promise of the playbook as it stands at detection, at recovery or when the cause is named. */
export interface PlannedDeadline {
  rowId: string;
  notBefore: Date | null;
  /** Null for a row that runs all the time. */
  dueAt: Date | null;
  /** When those who have it are reminded. */
  remindAt: Date | null;
  /** Why it does not apply, when it is waived from the start. */
  waived: Waiver | null;
}

/**
 * The rows that start at `from`, counted from `startedAt`, waived where the scenario or the named cause says so, or where the incident is private. Rows of
 * `continuous` have no time of their own.
 */
export function planDeadlines(
  playbook: Playbook,
  input: {
    from: DeadlineSpec['from'];
    startedAt: Date;
    scenario: string | null;
    cause?: CauseName | undefined;
    isPrivate: boolean;
    severity?: Severity;
  },
): PlannedDeadline[] {
  return Object.entries(playbook.rows).flatMap(([rowId, row]) => {
    if (row.from !== input.from || (row.within === undefined && row.from !== 'continuous')) return [];
    const after = (ms: number | undefined) => (ms === undefined ? null : new Date(input.startedAt.getTime() + ms));
    // A private incident owes people outside nothing until somebody makes it public (spec.md, settled readings).
    const privately = input.isPrivate && row.publicOnly ? ({ code: 'private' } as const) : null;
    return [
      {
        rowId,
        notBefore: after(row.after),
        dueAt: after(row.within),
        remindAt: row.within !== undefined && row.remindBefore !== undefined ? after(row.within - row.remindBefore) : null,
        waived: unneeded(playbook, rowId, input) ?? privately ?? withoutSurface(playbook, row, input.severity),
      },
    ];
  });
}

/** What is told where nobody can be told: the guide for customer support, in a team that has neither a channel nor a help desk for it; a notice, where the playbook names no social network for it. */
function withoutSurface({ team, updates }: Playbook, { keptBy }: DeadlineSpec, severity: Severity | undefined): Waiver | null {
  const hasGuide = team.channels.support !== undefined || updates.helpDesks.length > 0;
  const hasSocial = updates.social.networks.length > 0 && (severity === undefined || updates.social.severities.includes(severity));
  if (keptBy === 'guide.sent' && !hasGuide) return { code: 'no-surface' };
  return keptBy === 'social.decided' && !hasSocial ? { code: 'no-network' } : null;
}

/** Why a row does not apply to an incident of this scenario and, once it is known, this cause; undefined when it does. */
export function unneeded(
  playbook: Pick<Playbook, 'rows' | 'scenarios'>,
  rowId: string,
  { scenario, cause }: { scenario: string | null; cause?: CauseName | undefined },
): Waiver | undefined {
  if (scenario !== null && playbook.scenarios[scenario]?.waive[rowId]) return { code: 'scenario', scenario };
  return !cause || fitsCause(playbook.rows[rowId], cause) ? undefined : { code: 'cause', scenario: cause.scenario, cause: cause.cause };
}

/** A row, or a follow-up, without causes of its own fits every cause. */
export function fitsCause(row: Pick<DeadlineSpec, 'causes'> | undefined, { scenario, cause }: CauseName): boolean {
  return !row || row.causes.length === 0 || row.causes.some((one) => one === scenario || one === `${scenario}/${cause}`);
}

/** Also of a cause that stands in the list of the scenario that it shows as. */
export function causeTitle({ scenarios }: Pick<Playbook, 'scenarios'>, { scenario, cause }: CauseName): Bilingual {
  const lists = [scenarios[scenario]?.causes ?? [], ...Object.values(scenarios).map(({ causes }) => causes)];
  return lists.flat().find(({ key }) => key === cause)?.title ?? verbatim(cause);
}

/** Where a cause lies: a cause that only shows another scenario is that one. */
export function causeLies({ scenarios }: Pick<Playbook, 'scenarios'>, { scenario, cause }: CauseName): CauseName {
  const shown = scenarios[scenario]?.causes.find(({ key }) => key === cause)?.scenario;
  return shown === undefined ? { scenario, cause } : { scenario: shown, cause };
}
