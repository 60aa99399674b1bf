import { Faults } from '../faults.ts';
import { type Route, type StandInCall, type StandInReply, type StandInRequest, startStandInServer } from '../stand-in-server.ts';
import { full, hostId, listed, wireTime, type ZoomMeeting } from './meeting.ts';
import { readMeetingRequest } from './meeting-request.ts';
import { refusal, ZoomError } from './zoom-error.ts';

export interface ZoomStandInOptions {
  accountId: string;
  clientId: string;
  clientSecret: string;
  /** The users who may host, by e-mail. */
  hosts: readonly string[];
  port?: number;
  /** For the age of tokens and the day of the limits. */
  now?: () => Date;
  /** Meetings that one user may create or change in a day of UTC; Zoom's is 100. */
  dailyLimit?: number;
  /** `basic` hosts are free users: their meetings end after 40 minutes. */
  plan?: 'licensed' | 'basic';
  /** An administrator turned the waiting room on for everybody. */
  waitingRoom?: 'on' | 'off';
}

export interface ZoomStandIn {
  /** Base of the API, with `/v2`. */
  url: string;
  /** Base of the token endpoint, without `/oauth/token`. */
  authUrl: string;
  /** Calls are named by method and kind of path: `POST /oauth/token`, `POST /users/meetings`, `GET /users/meetings`, `GET /meetings`,
   *  `PATCH /meetings`, `DELETE /meetings`, `GET /users`, `GET /users/settings`. */
  faults: Faults;
  /** In the order of their creation, without the deleted ones. */
  meetings: ZoomMeeting[];
  calls: StandInCall[];
  tokensIssued: number;
  /** From now on every token given so far is answered with 401 and code 124. */
  revokeTokens(): void;
  close(): Promise<void>;
}

const TOKEN_SECONDS = 3_600;

/** Zoom as far as Bongsu uses it: Server-to-Server OAuth and meetings (https://developers.zoom.us/docs/api/meetings/). */
export async function startZoom(options: ZoomStandInOptions): Promise<ZoomStandIn> {
  const {
    accountId,
    clientId,
    clientSecret,
    hosts,
    now = () => new Date(),
    dailyLimit = 100,
    plan = 'licensed',
    waitingRoom = 'off',
  } = options;
  const tokens = new Map<string, number>();
  const writes = new Map<string, number>();
  let nextId = 81_000_000_001;
  const standIn = { faults: new Faults(), meetings: [] as ZoomMeeting[], tokensIssued: 0 };

  function token({ headers, query, text }: StandInRequest): StandInReply {
    const form = new URLSearchParams(text);
    const field = (name: string): string | null => query.get(name) ?? form.get(name);
    const basic = Buffer.from((headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString('utf8');
    if (basic !== `${clientId}:${clientSecret}`)
      return { status: 400, body: { reason: 'Invalid client_id or client_secret', error: 'invalid_client' } };
    if (field('grant_type') !== 'account_credentials')
      return { status: 400, body: { reason: 'unsupported grant type', error: 'unsupported_grant_type' } };
    if (field('account_id') !== accountId) return { status: 400, body: { reason: 'Bad Request', error: 'invalid_request' } };
    standIn.tokensIssued += 1;
    const value = `zoom-token-${standIn.tokensIssued}`;
    tokens.set(value, now().getTime() + TOKEN_SECONDS * 1_000);
    return {
      status: 200,
      body: {
        access_token: value,
        token_type: 'bearer',
        expires_in: TOKEN_SECONDS,
        scope: 'meeting:write:meeting:admin meeting:read:list_meetings:admin meeting:update:meeting:admin meeting:delete:meeting:admin',
        api_url: 'https://api.zoom.us',
      },
    };
  }

  function requireToken(headers: Record<string, string>): void {
    const value = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    const expiresAt = value === undefined ? undefined : tokens.get(value);
    if (expiresAt === undefined) throw new ZoomError(401, 124, 'Invalid access token.');
    if (expiresAt <= now().getTime()) throw new ZoomError(401, 124, 'Access token is expired.');
  }

  function requireUser(userId: string): string {
    if (!hosts.includes(userId)) throw new ZoomError(404, 1001, `User does not exist: ${userId}.`);
    return userId;
  }

  function requireMeeting(id: string): ZoomMeeting {
    const meeting = standIn.meetings.find((candidate) => String(candidate.id) === id);
    if (!meeting) throw new ZoomError(404, 3001, `Meeting does not exist: ${id}.`);
    return meeting;
  }

  /** 100 creations and changes per user and day of UTC (https://developers.zoom.us/docs/api/rate-limits/). */
  function countWrite(host: string): void {
    const key = `${host} ${now().toISOString().slice(0, 10)}`;
    const used = writes.get(key) ?? 0;
    if (used >= dailyLimit) {
      throw new ZoomError(
        429,
        429,
        `You have exceeded the daily rate limit (${dailyLimit}) of Meeting Create/Update API requests permitted for this particular user.`,
      );
    }
    writes.set(key, used + 1);
  }

  function create(userId: string, text: string): StandInReply {
    const host = requireUser(userId);
    const request = readMeetingRequest(text);
    countWrite(host);
    const id = nextId++;
    const meeting: ZoomMeeting = {
      id,
      uuid: Buffer.from(`meeting-${id}`).toString('base64'),
      host,
      type: request.type ?? 2,
      topic: request.topic ?? 'Zoom Meeting',
      agenda: request.agenda ?? '',
      joinUrl: `https://zoom.example.com/j/${id}?pwd=sandbox`,
      startUrl: `https://zoom.example.com/s/${id}?zak=host-secret-${id}`,
      createdAt: wireTime(now()),
      request,
    };
    standIn.meetings.push(meeting);
    return { status: 201, body: full(meeting) };
  }

  function change(meeting: ZoomMeeting, text: string): StandInReply {
    const request = readMeetingRequest(text);
    countWrite(meeting.host);
    Object.assign(meeting, {
      type: request.type ?? meeting.type,
      topic: request.topic ?? meeting.topic,
      agenda: request.agenda ?? meeting.agenda,
      request: { ...meeting.request, ...request, settings: { ...meeting.request.settings, ...request.settings } },
    });
    return { status: 204 };
  }

  function remove(meeting: ZoomMeeting): StandInReply {
    standIn.meetings.splice(standIn.meetings.indexOf(meeting), 1);
    return { status: 204 };
  }

  function list(userId: string, query: URLSearchParams): StandInReply {
    const host = requireUser(userId);
    const type = query.get('type') ?? 'scheduled';
    if (!['scheduled', 'live', 'upcoming', 'upcoming_meetings', 'previous_meetings'].includes(type)) {
      throw new ZoomError(400, 300, 'Validation Failed.', [{ field: 'type', message: 'Invalid field.' }]);
    }
    const pageSize = Number(query.get('page_size') ?? 30);
    if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > 300) {
      throw new ZoomError(400, 300, 'The value that you entered for the page_size field is not valid. Enter a value between 1 and 300.');
    }
    const from = offsetOf(query.get('next_page_token') ?? '');
    // Instant meetings appear only while they run, and nobody runs one here.
    const all = ['live', 'previous_meetings'].includes(type) ? [] : standIn.meetings.filter((m) => m.host === host && m.type !== 1);
    const page = all.slice(from, from + pageSize);
    const more = from + pageSize < all.length;
    return {
      status: 200,
      body: {
        page_size: pageSize,
        total_records: all.length,
        next_page_token: more ? Buffer.from(`page:${from + pageSize}`).toString('base64url') : '',
        meetings: page.map(listed),
      },
    };
  }

  function user(userId: string): StandInReply {
    const email = requireUser(userId);
    return {
      status: 200,
      body: {
        id: hostId(email),
        email,
        first_name: 'Bridge',
        last_name: 'Host',
        type: plan === 'licensed' ? 2 : 1,
        status: 'active',
        timezone: 'Asia/Seoul',
      },
    };
  }

  function userSettings(userId: string): StandInReply {
    requireUser(userId);
    return {
      status: 200,
      body: {
        schedule_meeting: { join_before_host: true, host_video: false },
        in_meeting: { waiting_room: waitingRoom === 'on' },
        feature: { meeting_capacity: 100 },
      },
    };
  }

  function route(request: StandInRequest): Route {
    const { method, path, query, text, headers } = request;
    const [kind = '', id = '', sub = ''] = path
      .replace(/^\/v2\//, '')
      .split('/')
      .map(decodeURIComponent);
    if (path === '/oauth/token' && method === 'POST')
      return { name: 'POST /oauth/token', args: Object.fromEntries(query), run: () => token(request) };

    const name = `${method} /${kind}${kind === 'users' && sub !== '' ? `/${sub}` : ''}`;
    const routes: Record<string, () => StandInReply> = {
      'POST /users/meetings': () => create(id, text),
      'GET /users/meetings': () => list(id, query),
      'GET /users/settings': () => userSettings(id),
      'GET /users': () => user(id),
      'GET /meetings': () => ({ status: 200, body: full(requireMeeting(id)) }),
      'PATCH /meetings': () => change(requireMeeting(id), text),
      'DELETE /meetings': () => remove(requireMeeting(id)),
    };
    const handle = path.startsWith('/v2/') ? routes[name] : undefined;
    return {
      name,
      args: { id, ...Object.fromEntries(query), ...bodyArgs(text) },
      run: () => {
        try {
          requireToken(headers);
          if (!handle) throw new ZoomError(404, 2300, 'This API endpoint is not recognized.');
          return handle();
        } catch (error) {
          if (error instanceof ZoomError) return error.reply();
          throw error;
        }
      },
    };
  }

  const server = await startStandInServer({
    faults: standIn.faults,
    route,
    refusal,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  return Object.assign(standIn, {
    url: `${server.url}/v2`,
    authUrl: server.url,
    calls: server.calls,
    revokeTokens: () => tokens.clear(),
    close: server.close,
  });
}

function offsetOf(pageToken: string): number {
  if (pageToken === '') return 0;
  const match = /^page:(\d+)$/.exec(Buffer.from(pageToken, 'base64url').toString('utf8'));
  if (!match) throw new ZoomError(400, 300, 'The next page token is invalid or expired.');
  return Number(match[1]);
}

function bodyArgs(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? { ...body } : {};
  } catch {
    return {};
  }
}
