import { add, type Edit, each, remove, set } from './edit-playbook.ts';

/** What many tests need of the shipped playbook, each for one reason; put together they make `CALM` and its kind. */

/** The briefing is looked at only when something changes. */
export const UNREFRESHED = set('briefing.refreshEvery', '30d');

export const UNCHARTED = set('briefing.chartEvery', '30d');

export const UNDIAGNOSED = set('diagnosis.every', '30d');

export const UNWATCHED_SIGNALS = add('watch.enabled', false);

/** A page goes out once, acknowledged or not. */
export const UNREPEATED: readonly Edit[] = [remove('escalation.*.repeatEvery'), remove('escalation.*.repeatAtMost')];

/** Nobody but the first level is paged within some weeks. */
export const FIRST_LEVEL_ONLY: readonly Edit[] = [set('escalation.A2.at', '20d'), set('escalation.A3.at', '21d')];

/** Rows that are given minutes have a month: nothing that anybody could miss within a day. What is due after recovery keeps its time. */
export const LEISURELY = each<string>('rows.*.within', monthForMinutes);

/** No row waits for its time before it begins. */
export const BEGUN = remove('rows.*.after');

/** Signals have these limits and no others. */
export function onlyThresholds(...ids: string[]): Edit {
  return each<{ id: string }[]>('signals.*.thresholds', (all) => {
    const kept = all.filter(({ id }) => ids.includes(id));
    return kept.length > 0 ? kept : undefined;
  });
}

export function monthForMinutes(within: string): string {
  return /^\d+m$/.test(within) ? '30d' : within;
}
