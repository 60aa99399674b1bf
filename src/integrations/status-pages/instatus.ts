import { z } from 'zod';
import type { PageComponentState, PageIncident, PageUpdate } from '../../domain/ports/status-pages.ts';
import type { PublicStage } from '../../domain/updates/told-text.ts';
import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import { httpUrl, secret, textLike } from '../accounts/shapes.ts';
import { clampLine } from '../pagers/clamp.ts';
import { keyOf, orGone, pageClient, readAs } from './page-client.ts';
import { type StatusPageSetup, statusPageKind } from './status-page-kind.ts';

const VENDOR = 'Instatus';
const MOST_NAME = 255;

const STATES: Readonly<Record<PageComponentState, string>> = {
  operational: 'OPERATIONAL',
  degraded: 'DEGRADEDPERFORMANCE',
  'partial-outage': 'PARTIALOUTAGE',
  'major-outage': 'MAJOROUTAGE',
};
const STAGES: Readonly<Record<PublicStage, string>> = {
  investigating: 'INVESTIGATING',
  identified: 'IDENTIFIED',
  monitoring: 'MONITORING',
  resolved: 'RESOLVED',
};

export const instatusAccount = account({
  title: VENDOR,
  variables: {
    INSTATUS_API_KEY: {
      shape: secret('an API key of Instatus'),
      example: 'instatus-api-key-0123456789',
      said: worded(({ statusPages }) => statusPages.instatusApiKey),
    },
    INSTATUS_PAGE_ID: {
      shape: textLike(/^[A-Za-z0-9_-]{4,60}$/, 'the id of a page, as its API (/v2/pages) shows it'),
      example: 'cl4wjn6c8000309l8h2rgd9wx',
      said: worded(({ statusPages }) => statusPages.instatusPageId),
    },
    INSTATUS_API_URL: {
      shape: httpUrl('an http(s) address such as https://api.instatus.com'),
      usual: 'https://api.instatus.com',
      example: 'https://api.instatus.com',
      said: worded(({ statusPages }) => statusPages.instatusApiUrl),
    },
  },
  needs: ['INSTATUS_API_KEY', 'INSTATUS_PAGE_ID'],
  settings: (v) => ({ apiKey: v.INSTATUS_API_KEY, pageId: v.INSTATUS_PAGE_ID, apiUrl: v.INSTATUS_API_URL }),
});
type Settings = NonNullable<ReturnType<typeof instatusAccount.settingsOf>>;

/** A language of the page beside its first may make an object of a text; the first one counts. */
const text = z.union([z.string(), z.looseObject({ default: z.string() }).transform(({ default: first }) => first)]);
const update = z.object({ id: z.string(), message: text.nullish(), started: z.string().nullish(), createdAt: z.string().nullish() });
const incident = z.object({
  id: z.string(),
  name: text.nullish(),
  status: z.string(),
  started: z.string().nullish(),
  updates: z.array(update).nullish(),
});

/**
 * Instatus (https://instatus.com/help/api). It keeps no data of ours with an incident: ours is known again by the moment at which it began, which we say to the millisecond, together with its
 * name or its first text. Texts may be changed afterwards.
 */
export const instatus = statusPageKind({
  name: 'instatus',
  title: VENDOR,
  account: instatusAccount,
  create(settings, setup) {
    const { ask, at } = client(settings, setup);
    const incidentOf = ({ id, status, updates }: z.output<typeof incident>): PageIncident => ({
      id,
      stage: keyOf(STAGES, status),
      updates: [...(updates ?? [])].sort((a, b) => timeOf(a) - timeOf(b)).map((one) => ({ id: one.id, text: one.message ?? '' })),
    });
    const read = (answer: unknown) => readAs(VENDOR, incident, answer);
    const told = ({ stage, text: message, components, notifies }: PageUpdate) => ({
      message,
      status: STAGES[stage],
      notify: notifies,
      // An empty list would take away those that an update before named.
      ...(Object.keys(components).length > 0 && {
        components: Object.keys(components),
        statuses: Object.entries(components).map(([id, state]) => ({ id, status: STATES[state] })),
      }),
    });
    const one = async (incidentId: string) => await orGone(ask('GET', at(`/incidents/${part(incidentId)}`)));
    return {
      async find({ name, startedAt, texts }) {
        const all = readAs(VENDOR, z.array(incident), await ask('GET', at('/incidents')));
        const ours = all.find(
          (found) =>
            Date.parse(found.started ?? '') === startedAt.getTime() &&
            (found.name === clampLine(name, MOST_NAME) || incidentOf(found).updates.some((told) => texts.includes(told.text))),
        );
        // A list may leave out the updates.
        const whole = ours && (await one(ours.id));
        return whole === undefined ? undefined : incidentOf(read(whole));
      },
      async create({ name, startedAt }, first) {
        const body = { name: clampLine(name, MOST_NAME), started: startedAt.toISOString(), ...told(first) };
        const made = read(await ask('POST', at('/incidents'), body));
        return incidentOf(made.updates ? made : read(await ask('GET', at(`/incidents/${part(made.id)}`))));
      },
      async add(incidentId, said) {
        // An update begins when it is told: without a moment of its own it would stand at that of the incident.
        const body = { ...told(said), started: setup.clock.now().toISOString() };
        const answer = await ask('POST', at(`/incidents/${part(incidentId)}/incident-updates`), body);
        return { id: readAs(VENDOR, z.object({ id: z.string() }), answer).id };
      },
      async edit(incidentId, updateId, { stage, text: message }) {
        await ask('PUT', at(`/incidents/${part(incidentId)}/incident-updates/${part(updateId)}`), { message, status: STAGES[stage] });
      },
      async read(incidentId) {
        const found = await one(incidentId);
        return found === undefined ? undefined : incidentOf(read(found));
      },
      async states(ids) {
        const found = await Promise.all(ids.map((id) => orGone(ask('GET', at(`/components/${part(id)}`)))));
        const component = z.object({ id: z.string(), status: z.string() });
        const known = found.flatMap((answer) => (answer === undefined ? [] : [readAs(VENDOR, component, answer)]));
        return Object.fromEntries(known.map(({ id, status }) => [id, keyOf(STATES, status)]));
      },
      async setStates(components) {
        for (const [id, state] of Object.entries(components)) await ask('PUT', at(`/components/${part(id)}`), { status: STATES[state] });
      },
    };
  },
  async probe(settings, setup) {
    const { ask, at } = client(settings, setup);
    const found = readAs(VENDOR, z.array(z.unknown()), await ask('GET', at('/components')));
    return { ready: true, text: `the page may be read; it has ${found.length} components` };
  },
});

function client({ apiKey, pageId, apiUrl }: Settings, { clock, timeoutMs }: StatusPageSetup) {
  const key = apiKey.reveal();
  const variables = 'INSTATUS_API_KEY, INSTATUS_PAGE_ID';
  const ask = pageClient({ vendor: VENDOR, baseUrl: apiUrl, authorization: `Bearer ${key}`, secret: key, variables, clock, timeoutMs });
  return { ask, at: (path: string) => `/v1/${pageId}${path}` };
}

function timeOf({ started, createdAt }: z.output<typeof update>): number {
  return Date.parse(createdAt ?? started ?? '') || 0;
}

const part = encodeURIComponent;
