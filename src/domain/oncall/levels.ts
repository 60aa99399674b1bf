export const ONCALL_LEVELS = ['L1', 'L2', 'operations'] as const;
export type OncallLevel = (typeof ONCALL_LEVELS)[number];
