import { z } from 'zod';
import { ZoomError } from './zoom-error.ts';

const settings = z.looseObject({
  join_before_host: z.boolean().optional(),
  jbh_time: z.union([z.literal(0), z.literal(5), z.literal(10), z.literal(15)]).optional(),
  waiting_room: z.boolean().optional(),
  mute_upon_entry: z.boolean().optional(),
  host_video: z.boolean().optional(),
  participant_video: z.boolean().optional(),
  auto_recording: z.enum(['local', 'cloud', 'none']).optional(),
  alternative_hosts: z.string().optional(),
});

/** What the API takes to create or change a meeting; fields that this stand-in has no use for are let through, as Zoom does. */
const meetingRequest = z.looseObject({
  topic: z.string().max(200).optional(),
  agenda: z.string().max(2000).optional(),
  type: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(8), z.literal(10)]).optional(),
  start_time: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?$/)
    .optional(),
  duration: z.int().min(1).max(1440).optional(),
  timezone: z.string().optional(),
  password: z.string().max(10).optional(),
  settings: settings.optional(),
});
export type MeetingRequest = z.output<typeof meetingRequest>;

/** Reads the body of a create or update. Throws ZoomError 300 as Zoom does: `Validation Failed.` with one entry per field. */
export function readMeetingRequest(text: string): MeetingRequest {
  let raw: unknown;
  try {
    raw = JSON.parse(text === '' ? '{}' : text);
  } catch {
    throw new ZoomError(400, 300, 'Request Body should be a valid JSON object.');
  }
  const parsed = meetingRequest.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new ZoomError(
    400,
    300,
    'Validation Failed.',
    parsed.error.issues.map((issue) => ({ field: issue.path.map(String).join('.'), message: issue.message })),
  );
}
