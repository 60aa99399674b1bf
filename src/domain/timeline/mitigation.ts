import { z } from 'zod';
import { VERDICTS } from '../mitigation/verdicts.ts';
import { PUBLIC_NOTICE_KINDS } from '../updates/public-status.ts';

/** A mitigation by the playbook's name, or by that of the row that people kept by hand; and its run. */
const run = { mitigation: z.string(), run: z.number() };

const planned = z.object({ ...run, changes: z.array(z.unknown()) });
const ended = z.object({ ...run, problem: z.unknown().optional() });
const notice = z.enum(PUBLIC_NOTICE_KINDS);

/** What changes the watched system, and what the public is told. */
export const MITIGATION_EVENTS = {
  'mitigation.asked': planned.describe('A mitigation waits for a second person.'),
  'mitigation.announced': planned.describe('A mitigation is to run by itself, after a countdown.'),
  'mitigation.begun': planned.describe('A mitigation began.'),
  'mitigation.executed': z
    .object({ ...run, byHand: z.boolean().optional(), said: z.string().optional(), row: z.string().optional() })
    // Kept by hand for one row: what was done is judged, and keeps no other.
    .describe('A mitigation was done, by Bongsu or by people.'),
  'mitigation.verified': z
    .object({ ...run, verdict: z.enum(VERDICTS), signals: z.array(z.unknown()), overlaps: z.array(z.string()) })
    .describe('The signals were looked at after a mitigation, with an answer.'),
  'mitigation.kept': z.object(run).describe('Somebody wants a mitigation to stay.'),
  'mitigation.stop-asked': z.object(run).describe('Somebody wants a mitigation to stop.'),
  'mitigation.held': ended.describe('A mitigation waits half-way.'),
  'mitigation.undoing': z.object({ ...run, why: z.string() }).describe('A mitigation is being taken back.'),
  'mitigation.ended.stays': ended.describe('A mitigation is over and stays in effect.'),
  'mitigation.ended.undone': ended.describe('A mitigation was taken back.'),
  'mitigation.ended.failed': ended.describe('A mitigation failed.'),
  'mitigation.ended.stopped': ended.describe('A mitigation was stopped before anything was done.'),
  'mitigation.ended.halted': ended.describe('A mitigation was stopped half-way and is left so.'),
  'mitigation.ended.undo-failed': ended.describe('A mitigation could not be taken back.'),
  'mitigation.ended.superseded': ended.describe('A later run of a mitigation took the place of an earlier one.'),
  'notice.posted': z
    .object({
      kind: notice,
      en: z.string(),
      ko: z.string(),
      /** Old entries say neither. */
      mitigation: z.string().optional(),
      message: z.string().optional().describe('The text of the playbook that it comes from, by its key.'),
    })
    .describe('A row’s `message` was posted at /status.'),
  'notice.withdrawn': z.object({ kind: notice }).describe('A notice was taken off /status.'),
} as const;
