import type { MeetingRequest } from './meeting-request.ts';

export interface ZoomMeeting {
  id: number;
  uuid: string;
  host: string;
  type: number;
  topic: string;
  agenda: string;
  joinUrl: string;
  /** Makes whoever holds it the host: nothing outside the create and get replies may ever show it. */
  startUrl: string;
  createdAt: string;
  request: MeetingRequest;
}

/** How much of an agenda Zoom's list shows. */
const LISTED_AGENDA = 250;

/** As in the replies to create and get. */
export function full(meeting: ZoomMeeting): Record<string, unknown> {
  const { request } = meeting;
  return {
    ...listed(meeting),
    agenda: meeting.agenda,
    host_email: meeting.host,
    status: 'waiting',
    start_url: meeting.startUrl,
    password: 'sandbox',
    settings: {
      join_before_host: false,
      jbh_time: 0,
      waiting_room: false,
      mute_upon_entry: false,
      auto_recording: 'none',
      ...request.settings,
    },
  };
}

/** As in the list: the agenda is cut, and there is no start_url. */
export function listed(meeting: ZoomMeeting): Record<string, unknown> {
  return {
    uuid: meeting.uuid,
    id: meeting.id,
    host_id: hostId(meeting.host),
    topic: meeting.topic,
    type: meeting.type,
    start_time: meeting.request.start_time ?? meeting.createdAt,
    duration: meeting.request.duration ?? 60,
    timezone: meeting.request.timezone ?? 'Asia/Seoul',
    created_at: meeting.createdAt,
    join_url: meeting.joinUrl,
    ...(meeting.agenda === '' ? {} : { agenda: meeting.agenda.slice(0, LISTED_AGENDA) }),
  };
}

export function hostId(email: string): string {
  return Buffer.from(email).toString('base64url').slice(0, 22);
}

export function wireTime(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z');
}
