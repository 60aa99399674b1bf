export type { LevelAt } from './level-at.ts';
export { levelAt } from './level-at.ts';
export type { Handover, OncallAt } from './oncall-at.ts';
export { gapsBetween, nextHandover, oncallAt, overrideAt, servingAt, shiftsBetween } from './oncall-at.ts';
export type { LevelOverride } from './oncall-order.ts';
export { contactOf, oncallOrder, overridesOf, peopleOf, personOf, scheduleOf } from './oncall-order.ts';
export type { Override, Schedule, Shift, Turn, Why } from './schedule.ts';
