import { z } from 'zod';
import type { PageComponentState, PageIncident } from '../../domain/ports/status-pages.ts';
import type { PublicStage } from '../../domain/updates/told-text.ts';
import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import { httpUrl, secret } from '../accounts/shapes.ts';
import { clampLine } from '../pagers/clamp.ts';
import { keyOf, orGone, pageClient, readAs } from './page-client.ts';
import { type StatusPageSetup, statusPageKind } from './status-page-kind.ts';

const VENDOR = 'Cachet';
const MOST_NAME = 255;
/** So many of the newest incidents are looked at for ours. */
const LOOKED_AT = 50;
/** The text with which an incident was created is its own; it has no update. */
const FIRST = 'message';

const STATES: Readonly<Record<PageComponentState, number>> = { operational: 1, degraded: 2, 'partial-outage': 3, 'major-outage': 4 };
const STAGES: Readonly<Record<PublicStage, number>> = { investigating: 1, identified: 2, monitoring: 3, resolved: 4 };

export const cachetAccount = account({
  title: VENDOR,
  variables: {
    CACHET_TOKEN: {
      shape: secret('an API token of Cachet'),
      example: '1|cachet-token-0123456789abcdef',
      said: worded(({ statusPages }) => statusPages.cachetToken),
    },
    CACHET_URL: {
      shape: httpUrl('the http(s) address of a Cachet, such as https://status.example.com'),
      example: 'https://status.example.com',
      said: worded(({ statusPages }) => statusPages.cachetUrl),
    },
  },
  needs: ['CACHET_TOKEN', 'CACHET_URL'],
  settings: (v) => ({ token: v.CACHET_TOKEN, url: v.CACHET_URL }),
});
type Settings = NonNullable<ReturnType<typeof cachetAccount.settingsOf>>;

const id = z.union([z.string(), z.number()]).transform(String);
/** A bare number, or with its word beside it, by the release. */
const status = z.union([z.number(), z.looseObject({ value: z.number().nullable() }).transform(({ value }) => value)]);
const resource = z.object({
  type: z.string().optional(),
  id,
  attributes: z.looseObject({ message: z.string().nullish(), name: z.string().nullish(), status: status.nullish() }),
});
type Resource = z.output<typeof resource>;
const one = z.object({ data: resource });
const many = z.object({ data: z.array(resource) });

/**
 * Cachet v3 (https://docs.cachethq.io/v3.x/api), in JSON:API. It keeps no data of ours with an incident, and shows times in its own zone: ours is known again by its name together with one of
 * the texts that we told. Updates carry no components: those are set before the text is told. Texts may be changed afterwards.
 */
export const cachet = statusPageKind({
  name: 'cachet',
  title: VENDOR,
  account: cachetAccount,
  create(settings, setup) {
    const ask = client(settings, setup);
    const updatesOf = async (incidentId: string) =>
      readAs(VENDOR, many, await ask('GET', `/incidents/${part(incidentId)}/updates?per_page=100&sort=created_at`)).data;
    const whole = async (incident: Resource): Promise<PageIncident> => {
      const updates = [...(await updatesOf(incident.id))].sort((a, b) => Number(a.id) - Number(b.id));
      // The newest update says how far it is.
      const stage = updates.at(-1)?.attributes.status ?? incident.attributes.status;
      return {
        id: incident.id,
        stage: keyOf(STAGES, stage),
        updates: [
          { id: FIRST, text: incident.attributes.message ?? '' },
          ...updates.map((update) => ({ id: update.id, text: update.attributes.message ?? '' })),
        ],
      };
    };
    const setStates = async (components: Readonly<Record<string, PageComponentState>>) => {
      for (const [componentId, state] of Object.entries(components))
        await ask('PUT', `/components/${part(componentId)}`, { status: STATES[state] });
    };
    return {
      setStates,
      async find({ name, texts }) {
        const { data } = readAs(VENDOR, many, await ask('GET', `/incidents?per_page=${LOOKED_AT}`));
        const ours = data.find(
          ({ attributes }) => attributes.name === clampLine(name, MOST_NAME) && texts.includes(attributes.message?.trim() ?? ''),
        );
        return ours && (await whole(ours));
      },
      async create({ name, startedAt }, { stage, text, components, notifies }) {
        await setStates(components);
        const made = await ask('POST', '/incidents', {
          name: clampLine(name, MOST_NAME),
          status: STAGES[stage],
          message: text,
          // Drafts are what it makes without this.
          visible: true,
          notifications: notifies,
          occurred_at: startedAt.toISOString(),
        });
        const { data } = readAs(VENDOR, one, made);
        return { id: data.id, stage, updates: [{ id: FIRST, text }] };
      },
      async add(incidentId, { stage, text, components }) {
        await setStates(components);
        const made = await ask('POST', `/incidents/${part(incidentId)}/updates`, { status: STAGES[stage], message: text });
        return { id: readAs(VENDOR, one, made).data.id };
      },
      async edit(incidentId, updateId, { stage, text }) {
        if (updateId === FIRST) await ask('PUT', `/incidents/${part(incidentId)}`, { message: text });
        else await ask('PUT', `/incidents/${part(incidentId)}/updates/${part(updateId)}`, { status: STAGES[stage], message: text });
      },
      async read(incidentId) {
        const found = await orGone(ask('GET', `/incidents/${part(incidentId)}`));
        return found === undefined ? undefined : await orGone(whole(readAs(VENDOR, one, found).data));
      },
      async states(ids) {
        const found = await Promise.all(ids.map((componentId) => orGone(ask('GET', `/components/${part(componentId)}`))));
        const known = found.flatMap((answer) => (answer === undefined ? [] : [readAs(VENDOR, one, answer).data]));
        return Object.fromEntries(known.map(({ id: key, attributes }) => [key, keyOf(STATES, attributes.status)]));
      },
    };
  },
  async probe(settings, setup) {
    // Whoever may not write is told so only when they do; a wrong token is told here.
    const { data } = readAs(VENDOR, many, await client(settings, setup)('GET', '/components'));
    return { ready: true, text: `answers, with ${data.length} components; whether the token may write shows with the first incident` };
  },
});

function client({ token, url }: Settings, { clock, timeoutMs }: StatusPageSetup) {
  const key = token.reveal();
  return pageClient({
    vendor: VENDOR,
    baseUrl: `${url.replace(/\/api$/, '')}/api`,
    authorization: `Bearer ${key}`,
    secret: key,
    variables: 'CACHET_TOKEN, CACHET_URL',
    clock,
    timeoutMs,
  });
}

const part = encodeURIComponent;
