/** Whether it helped (V1). */
export const VERDICTS = ['better', 'worse', 'same', 'unknown'] as const;
export type ProofVerdict = (typeof VERDICTS)[number];
