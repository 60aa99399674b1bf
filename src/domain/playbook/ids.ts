import type { Playbook } from './schema.ts';

/** Every id of the response process: scenarios, thresholds, rows and follow-ups. The shipped playbook carries each as data. */
export const PROCESS_IDS = [
  ...['S1', 'S2', 'S3', 'S4', 'S5'],
  ...['D1', 'D2', 'D3', 'D4', 'D5', 'D6'],
  ...['A1', 'A2', 'A3'],
  ...['I1', 'I2', 'I3'],
  ...['P1', 'P2', 'P3'],
  ...['G1', 'G2', 'G3'],
  ...['M1', 'M2', 'M3'],
  ...['R1', 'R2', 'R3'],
  ...['C1', 'C2', 'C3'],
  ...['X1', 'X2', 'X3'],
  ...['F1', 'F2', 'F3', 'F4'],
  ...['V1', 'V2'],
  ...['T1', 'T2', 'T3'],
  ...['N1', 'N2', 'N3'],
] as const;

/** The ids that a playbook carries, wherever they stand. */
export function idsOf(playbook: Playbook): Set<string> {
  return new Set([
    ...Object.keys(playbook.scenarios),
    ...Object.values(playbook.signals).flatMap((signal) => signal.thresholds.map(({ id }) => id)),
    ...Object.keys(playbook.rows),
    ...Object.keys(playbook.followUps),
  ]);
}
