import { z } from 'zod';
import type { OwnIncident, PageComponentState, PageIncident, PageUpdate } from '../../domain/ports/status-pages.ts';
import type { PublicStage } from '../../domain/updates/told-text.ts';
import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import { httpUrl, secret, textLike } from '../accounts/shapes.ts';
import { clampLine } from '../pagers/clamp.ts';
import { keyOf, orGone, pageClient, readAs } from './page-client.ts';
import { type StatusPageSetup, statusPageKind } from './status-page-kind.ts';

const VENDOR = 'Statuspage';
/** Of an incident's name. */
const MOST_NAME = 255;
/** So many of the newest incidents are looked at for ours. */
const LOOKED_AT = 100;

const STATES: Readonly<Record<PageComponentState, string>> = {
  operational: 'operational',
  degraded: 'degraded_performance',
  'partial-outage': 'partial_outage',
  'major-outage': 'major_outage',
};
const STAGES: Readonly<Record<PublicStage, string>> = {
  investigating: 'investigating',
  identified: 'identified',
  monitoring: 'monitoring',
  resolved: 'resolved',
};

export const statuspageAccount = account({
  title: VENDOR,
  variables: {
    STATUSPAGE_API_KEY: {
      shape: secret('the API key of a user of Statuspage'),
      example: '89a229ce-1a8d-4a44-9c1f-statuspage01',
      said: worded(({ statusPages }) => statusPages.statuspageApiKey),
    },
    STATUSPAGE_PAGE_ID: {
      shape: textLike(/^[a-z0-9]{4,40}$/, 'the id of a page, as its API info shows it'),
      example: 'kctbh9vrtdwd',
      said: worded(({ statusPages }) => statusPages.statuspagePageId),
    },
    STATUSPAGE_API_URL: {
      shape: httpUrl('an http(s) address such as https://api.statuspage.io'),
      usual: 'https://api.statuspage.io',
      example: 'https://api.statuspage.io',
      said: worded(({ statusPages }) => statusPages.statuspageApiUrl),
    },
  },
  needs: ['STATUSPAGE_API_KEY', 'STATUSPAGE_PAGE_ID'],
  settings: (v) => ({ apiKey: v.STATUSPAGE_API_KEY, pageId: v.STATUSPAGE_PAGE_ID, apiUrl: v.STATUSPAGE_API_URL }),
});
type Settings = NonNullable<ReturnType<typeof statuspageAccount.settingsOf>>;

const component = z.object({ id: z.string(), status: z.string() });
const update = z.object({ id: z.string(), body: z.string().nullable(), created_at: z.string() });
const incident = z.object({
  id: z.string(),
  status: z.string(),
  metadata: z.looseObject({ bongsu: z.looseObject({ incident: z.string().optional() }).optional() }).nullish(),
  incident_updates: z.array(update).nullish(),
});

/**
 * Atlassian Statuspage, its API v1 (https://developer.statuspage.io). An incident of ours bears our marker in its metadata (`bongsu.incident`), by which it is known again when the answer
 * to its creation was lost. A body may be changed afterwards. It refuses more than about one call a second (420 or 429).
 */
export const statuspage = statusPageKind({
  name: 'statuspage',
  title: VENDOR,
  account: statuspageAccount,
  create(settings, setup) {
    const ask = client(settings, setup);
    const incidentOf = (answer: unknown): PageIncident => {
      const { id, status, incident_updates: updates } = readAs(VENDOR, incident, answer);
      const inOrder = [...(updates ?? [])].sort((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at));
      return { id, stage: keyOf(STAGES, status), updates: inOrder.map((one) => ({ id: one.id, text: one.body ?? '' })) };
    };
    const told = ({ stage, text, components, notifies }: PageUpdate) => ({
      status: STAGES[stage],
      body: text,
      deliver_notifications: notifies,
      // An empty list would take away those that an update before named.
      ...(Object.keys(components).length > 0 && { components: statusesOf(components), component_ids: Object.keys(components) }),
    });
    return {
      async find({ marker }: OwnIncident) {
        const answer = readAs(VENDOR, z.array(incident), await ask('GET', `/incidents?limit=${LOOKED_AT}`));
        const ours = answer.find(({ metadata }) => metadata?.bongsu?.incident === marker);
        return ours && incidentOf(ours);
      },
      async create({ marker, name }, first) {
        const metadata = { bongsu: { incident: marker } };
        return incidentOf(await ask('POST', '/incidents', { incident: { name: clampLine(name, MOST_NAME), metadata, ...told(first) } }));
      },
      async add(incidentId, one) {
        const { updates } = incidentOf(await ask('PATCH', `/incidents/${part(incidentId)}`, { incident: told(one) }));
        return { id: updates.findLast(({ text }) => text === one.text)?.id ?? updates.at(-1)?.id ?? '' };
      },
      async edit(incidentId, updateId, { text }) {
        await ask('PATCH', `/incidents/${part(incidentId)}/incident_updates/${part(updateId)}`, { incident_update: { body: text } });
      },
      async read(incidentId) {
        const found = await orGone(ask('GET', `/incidents/${part(incidentId)}`));
        return found === undefined ? undefined : incidentOf(found);
      },
      async states(ids) {
        const found = await Promise.all(ids.map((id) => orGone(ask('GET', `/components/${part(id)}`))));
        const known = found.flatMap((one) => (one === undefined ? [] : [readAs(VENDOR, component, one)]));
        return Object.fromEntries(known.map(({ id, status }) => [id, keyOf(STATES, status)]));
      },
      async setStates(components) {
        for (const [id, status] of Object.entries(statusesOf(components)))
          await ask('PATCH', `/components/${part(id)}`, { component: { status } });
      },
    };
  },
  async probe(settings, setup) {
    const page = readAs(VENDOR, z.object({ name: z.string().nullish() }), await client(settings, setup)('GET', ''));
    return { ready: true, text: `the page ${page.name ?? settings.pageId} may be read` };
  },
});

function client({ apiKey, pageId, apiUrl }: Settings, { clock, timeoutMs }: StatusPageSetup) {
  const key = apiKey.reveal();
  return pageClient({
    vendor: VENDOR,
    baseUrl: `${apiUrl.replace(/\/v1$/, '')}/v1/pages/${pageId}`,
    authorization: `OAuth ${key}`,
    secret: key,
    variables: 'STATUSPAGE_API_KEY, STATUSPAGE_PAGE_ID',
    clock,
    timeoutMs,
  });
}

function statusesOf(components: PageUpdate['components']): Record<string, string> {
  return Object.fromEntries(Object.entries(components).map(([id, state]) => [id, STATES[state]]));
}

const part = encodeURIComponent;
