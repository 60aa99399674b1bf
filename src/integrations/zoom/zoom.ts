import { z } from 'zod';
import { PermanentError, TransientError } from '../../domain/errors.ts';
import type { BridgeMeeting, BridgeSchedule } from '../../domain/ports/bridge.ts';
import { withoutEnd } from '../../domain/text/without-end.ts';
import { worded } from '../../languages/worded.ts';
import type { BridgeOptions, HostCheck, VendorBridge } from '../bridges/bridge-kind.ts';
import { type HttpReply, httpRequest, jsonOf } from '../http.ts';
import { createHostPool } from './host-pool.ts';
import { HostError, zoomError } from './zoom-errors.ts';
import { createZoomToken } from './zoom-token.ts';

export interface ZoomOptions extends BridgeOptions {
  accountId: string;
  clientId: string;
  clientSecret: string;
  /** `https://api.zoom.us`, with or without `/v2`. */
  apiUrl: string;
  /** `https://zoom.us`. */
  authUrl: string;
}

/** `warm` gets a token, `checkHosts` looks whether a host exists and is licensed (a free host's meeting ends after 40 minutes), `close` stops the token's refreshing. */
export type Zoom = VendorBridge;

/** Only these fields are ever kept: `start_url` makes whoever holds it the host, and stays in the reply. */
const meeting = z.object({ id: z.union([z.number(), z.string()]).transform(String), join_url: z.url() });

const meetingPage = z.object({
  meetings: z.array(meeting.extend({ agenda: z.string().optional(), join_url: z.url().optional() })).default([]),
  next_page_token: z.string().optional(),
});

/** What is deleted or changed is answered with 204 and nothing. */
const nothing = z.unknown().transform(() => undefined);
const user = z.object({ type: z.number().optional(), status: z.string().optional() });
const userSettings = z.object({ in_meeting: z.object({ waiting_room: z.boolean().optional() }).optional() });
const BASIC_USER = 1;
const SCOPE_CODES = new Set(['4711', '4700']);
const NO_SUCH_MEETING = '3001';
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Zoom's list shows the first 250 characters of an agenda; the key stands at the front of it. */
const KEY_MARK = 'bongsu-key:';
const LAST_PAGE = 20;

/**
 * Meetings through Zoom's REST API (https://developers.zoom.us/docs/api/meetings/). A host that is unknown, unlicensed or out of meetings for
 * today gives way to the next one of the pool. A lost reply leaves a meeting behind: callers `find` before they `create` again.
 */
export function createZoom({ apiUrl, hosts, clock, log, timeoutMs = 5_000, ...credentials }: ZoomOptions): Zoom {
  const token = createZoomToken({ ...credentials, clock, log, timeoutMs });
  const pool = createHostPool(hosts, clock);
  const base = `${withoutEnd(apiUrl, '/').replace(/\/v2$/, '')}/v2`;

  async function send(bearer: string, method: Method, path: string, body?: object): Promise<HttpReply> {
    return httpRequest({
      vendor: 'Zoom',
      method,
      url: `${base}${path}`,
      headers: { authorization: `Bearer ${bearer}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      timeoutMs,
    });
  }

  async function call<T>(
    schema: z.ZodType<T>,
    method: Method,
    path: string,
    { host, body }: { host?: string; body?: object } = {},
  ): Promise<T> {
    const bearer = await token.get();
    let reply = await send(bearer, method, path, body);
    // A 401 has had no effect, so repeating once is safe.
    if (reply.status === 401) reply = await send(await token.replace(bearer), method, path, body);
    if (reply.status < 200 || reply.status > 299) throw zoomError(reply, clock.now(), host);
    const parsed = schema.safeParse(jsonOf(reply.text));
    // Only the paths of what was wrong: the answer itself may hold a start_url.
    if (!parsed.success)
      throw new TransientError(
        'bad_answer',
        worded(({ messengers }) => messengers.zoomAnsweredWithout(parsed.error.issues.map((i) => i.path.join('.') || 'JSON'))),
      );
    return parsed.data;
  }

  async function findAt(host: string, key: string): Promise<BridgeMeeting | undefined> {
    let next = '';
    for (let page = 0; page < LAST_PAGE; page += 1) {
      const query = new URLSearchParams({ type: 'scheduled', page_size: '300', ...(next ? { next_page_token: next } : {}) });
      const { meetings, next_page_token } = await call(meetingPage, 'GET', `/users/${encodeURIComponent(host)}/meetings?${query}`, {
        host,
      });
      const found = meetings.find((m) => carries(m.agenda, key));
      if (found?.join_url) return { id: found.id, joinUrl: found.join_url };
      // Some answers list a meeting without its link; the meeting itself has it.
      if (found) return shown(await call(meeting, 'GET', `/meetings/${found.id}`));
      if (!next_page_token) return undefined;
      next = next_page_token;
    }
    return undefined;
  }

  return {
    isSetUp: true,

    async create({ key, topic, schedule }) {
      if (hosts.length === 0)
        throw new PermanentError(
          'no_hosts',
          worded(({ messengers }) => messengers.noZoomHostIsNamed),
        );
      let last: HostError | undefined;
      for (const host of pool.inTurn()) {
        try {
          return shown(
            await call(meeting, 'POST', `/users/${encodeURIComponent(host)}/meetings`, {
              host,
              body: meetingRequest(topic, key, schedule),
            }),
          );
        } catch (error) {
          if (!(error instanceof HostError)) throw error;
          log.warn({ host, problem: error.message }, 'a Zoom host cannot hold the meeting; trying the next one');
          pool.rest(host, error.untilMs);
          last = error;
        }
      }
      throw last?.failure ?? pool.exhausted();
    },

    async find({ key }) {
      const found = await Promise.all(
        hosts.map((host) =>
          findAt(host, key).catch((error) => {
            // A host that does not exist has no meetings; a busy or silent one may have ours, and must be asked again.
            if (error instanceof HostError && error.failure instanceof PermanentError) return undefined;
            throw error instanceof HostError ? error.failure : error;
          }),
        ),
      );
      return found.find((m) => m !== undefined);
    },

    async move({ id, schedule }) {
      await call(nothing, 'PATCH', `/meetings/${encodeURIComponent(id)}`, { body: scheduleFields(schedule) });
    },

    async remove({ id }) {
      try {
        await call(nothing, 'DELETE', `/meetings/${encodeURIComponent(id)}`);
      } catch (error) {
        if (!(error instanceof PermanentError && error.code === NO_SUCH_MEETING)) throw error;
      }
    },

    async warm() {
      await token.get();
    },

    async checkHosts() {
      return Promise.all(hosts.map((host) => checkHost(host)));
    },

    close: () => token.close(),
  };

  async function checkHost(host: string): Promise<HostCheck> {
    const path = `/users/${encodeURIComponent(host)}`;
    try {
      const { type, status } = await call(user, 'GET', path, { host });
      if (status !== undefined && status !== 'active') {
        return { host, ok: false, advice: `Zoom user ${host} is ${status}: activate them, or take them out of team.bridge.hosts.` };
      }
      if (type === BASIC_USER) return { host, ok: true, advice: `Zoom user ${host} has no licence: their meetings end after 40 minutes.` };
      const { in_meeting } = await call(userSettings, 'GET', `${path}/settings`, { host });
      if (in_meeting?.waiting_room)
        return { host, ok: true, advice: `The waiting room is on for ${host}: if an administrator locked it, people will wait in vain.` };
      return { host, ok: true };
    } catch (error) {
      if (error instanceof PermanentError && SCOPE_CODES.has(error.code)) {
        return {
          host,
          ok: true,
          advice: `Not looked at: add user:read:user:admin and user:read:settings:admin to the Zoom app to let doctor look (${error.message})`,
        };
      }
      if (error instanceof HostError || error instanceof PermanentError) return { host, ok: false, advice: error.message };
      throw error;
    }
  }
}

/**
 * Type 2 (scheduled), which stays listed until it is used and so can be found again; an instant meeting (1) is listed only while it runs.
 * Without start_time it begins now. Anybody may enter before the host, without a waiting room: the host is a pool account nobody sits at.
 */
function meetingRequest(topic: string, key: string, schedule: BridgeSchedule | undefined): object {
  return {
    topic: [...topic].slice(0, 200).join(''),
    type: 2,
    ...(schedule ? scheduleFields(schedule) : { duration: 120 }),
    agenda: `${KEY_MARK}${key}\nOpened by Bongsu for an incident.`,
    settings: { join_before_host: true, jbh_time: 0, waiting_room: false },
  };
}

/** Zoom takes whole seconds of UTC and whole minutes. */
function scheduleFields({ startsAt, durationMs }: BridgeSchedule): object {
  return { start_time: startsAt.toISOString().replace(/\.\d+Z$/, 'Z'), duration: Math.max(1, Math.ceil(durationMs / 60_000)) };
}

/** The whole first line, so that `incident-1` is not found in `incident-12`. */
function carries(agenda: string | undefined, key: string): boolean {
  return agenda?.split(/\r?\n/, 1)[0]?.trim() === `${KEY_MARK}${key}`;
}

function shown({ id, join_url }: z.output<typeof meeting>): BridgeMeeting {
  return { id, joinUrl: join_url };
}
