import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Faults } from '../faults.ts';
import { type Route, type StandInCall, type StandInReply, type StandInRequest, startStandInServer } from '../stand-in-server.ts';
import { type Controls, controlsSchema } from './controls.ts';
import type { Simulation } from './simulation.ts';

export interface ControlDoor {
  /** All controls; below it, each by its name: `<url>/consumers`. */
  url: string;
  /** Named `GET /control/consumers`, `PATCH /control/consumers`; `args` holds what was to be set. */
  calls: StandInCall[];
  close(): Promise<void>;
}

export interface ControlDoorOptions {
  simulation: Simulation;
  faults: Faults;
  /** With which requests must be signed. */
  secret: string;
  now: () => Date;
}

const PATH = '/control';
const OLDEST_SECONDS = 300;
const DRY_RUN = 'x-bongsu-dry-run';

/** Where operators turn the service: what a team would write for Bongsu. JSON with an ETag; signed requests; a dry run checks without doing. */
export async function startControlDoor({ simulation, faults, secret, now }: ControlDoorOptions): Promise<ControlDoor> {
  function answer(request: StandInRequest): StandInReply {
    const refusal = whyUnsigned(request, { secret, now });
    if (refusal !== undefined) return problem(401, refusal);
    const shown = shownAt(request.path, simulation.controls());
    if (!shown) return problem(404, `there is nothing at ${request.path}`);
    if (request.method === 'GET') return found(shown);
    if (request.method !== 'PATCH') return { ...problem(405, 'GET or PATCH'), headers: { allow: 'GET, PATCH' } };
    return turn(request, shown);
  }

  function turn({ path, headers, text }: StandInRequest, shown: Partial<Controls>): StandInReply {
    const wanted = headers['if-match'];
    if (wanted !== undefined && wanted !== '*' && wanted !== etagOf(shown)) return problem(412, 'it has been changed since');
    const change = controlsSchema.partial().safeParse(jsonOf(text));
    if (!change.success) return problem(422, change.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
    const strange = Object.keys(change.data).filter((name) => !Object.hasOwn(shown, name));
    if (strange.length > 0) return problem(422, `${strange.join(', ')} cannot be set at ${path}`);
    const { partitions } = change.data;
    const present = simulation.controls().partitions ?? 0;
    if (typeof partitions === 'number' && partitions < present) return problem(422, `a topic of ${present} partitions cannot get fewer`);
    if (headers[DRY_RUN] !== 'true') simulation.turn(change.data as Partial<Controls>);
    return found(shownAt(path, simulation.controls()) ?? {});
  }

  const server = await startStandInServer({
    faults,
    route: (request): Route => ({
      name: `${request.method} ${request.path}`,
      args: (jsonOf(request.text) as Record<string, unknown>) ?? {},
      run: () => answer(request),
    }),
    refusal: (fault) => problem(fault.kind === 'http' ? fault.status : fault.kind === 'rate-limit' ? 429 : 422, 'injected'),
  });
  return { url: `${server.url}${PATH}`, calls: server.calls, close: server.close };
}

function shownAt(path: string, controls: Readonly<Controls>): Partial<Controls> | undefined {
  if (path === PATH) return controls;
  const name = path.startsWith(`${PATH}/`) ? path.slice(PATH.length + 1) : '';
  return Object.hasOwn(controls, name) ? { [name]: controls[name as keyof Controls] } : undefined;
}

function whyUnsigned({ headers, text }: StandInRequest, { secret, now }: { secret: string; now: () => Date }): string | undefined {
  const timestamp = headers['x-bongsu-timestamp'] ?? '';
  const expected = Buffer.from(`v1=${createHmac('sha256', secret).update(`${timestamp}.${text}`).digest('hex')}`);
  const shown = Buffer.from(headers['x-bongsu-signature'] ?? '');
  if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) return 'wrong signature';
  return Math.abs(now().getTime() / 1_000 - Number(timestamp)) <= OLDEST_SECONDS ? undefined : 'too old';
}

function found(shown: Partial<Controls>): StandInReply {
  return { status: 200, body: shown, headers: { etag: etagOf(shown), [DRY_RUN]: 'supported' } };
}

function etagOf(shown: Partial<Controls>): string {
  return `"${createHash('sha1').update(JSON.stringify(shown)).digest('hex').slice(0, 12)}"`;
}

function problem(status: number, detail: string): StandInReply {
  return { status, body: { status, detail }, headers: { 'content-type': 'application/problem+json' } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
