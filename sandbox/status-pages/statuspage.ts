import { z } from 'zod';
import type { StandInReply } from '../stand-in-server.ts';
import { type ShownIncident, type StatusPageStandIn, type StatusPageStandInOptions, startStandInPage } from './stand-in-page.ts';

const STATUS = z.enum(['investigating', 'identified', 'monitoring', 'resolved']);
const STATE = z.enum(['operational', 'degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance']);
const fields = {
  status: STATUS.optional(),
  body: z.string().min(1).max(25_000).optional(),
  deliver_notifications: z.boolean().optional(),
  components: z.record(z.string(), STATE).optional(),
  component_ids: z.array(z.string()).optional(),
  // All top-level values must be objects.
  metadata: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
};
const creating = z.object({ incident: z.object({ ...fields, name: z.string().min(1).max(255) }) });
const changing = z.object({ incident: z.object({ ...fields, name: z.string().max(255).optional() }) });
const editing = z.object({ incident_update: z.object({ body: z.string().min(1).optional(), display_at: z.string().optional() }) });
const component = z.object({ component: z.object({ status: STATE }) });

/** Atlassian Statuspage's API v1 for one page (https://developer.statuspage.io): incidents, their updates, components. */
export async function startStatuspage({
  token,
  components: ids,
  port,
  pageId = 'kctbh9vrtdwd',
}: StatusPageStandInOptions & { pageId?: string }): Promise<StatusPageStandIn> {
  const incidents: ShownIncident[] = [];
  const components = new Map(ids.map((id) => [id, 'operational']));
  let made = 0;
  const next = (kind: string) => {
    made += 1;
    return `${kind}${String(made).padStart(8, '0')}`;
  };

  const shown = (one: ShownIncident) => ({
    id: one.id,
    name: one.name,
    status: one.updates.at(-1)?.status ?? 'investigating',
    metadata: one.metadata ?? {},
    page_id: pageId,
    // The newest first, as Statuspage sends them.
    incident_updates: [...one.updates].reverse().map(({ id, text, status }) => ({
      id,
      body: text,
      status,
      incident_id: one.id,
      created_at: new Date(1_700_000_000_000 + one.updates.findIndex((update) => update.id === id) * 1_000).toISOString(),
    })),
  });

  function tell(one: ShownIncident, told: z.output<typeof changing>['incident']): StandInReply | undefined {
    const unknown = [...Object.keys(told.components ?? {}), ...(told.component_ids ?? [])].find((id) => !components.has(id));
    if (unknown !== undefined) return refused(422, `Component ${unknown} does not belong to this page`);
    for (const [id, state] of Object.entries(told.components ?? {})) components.set(id, state);
    if (told.metadata) one.metadata = told.metadata;
    if (told.status || told.body)
      one.updates.push({
        id: next('u'),
        text: told.body ?? '',
        status: told.status ?? one.updates.at(-1)?.status ?? 'investigating',
        notified: told.deliver_notifications ?? true,
      });
    return undefined;
  }

  return await startStandInPage(
    {
      authorization: `OAuth ${token}`,
      prefix: `/v1/pages/${pageId}`,
      refused,
      tooMany: { status: 429, body: { error: 'Too many requests' } },
      answer({ method, path: [room, id, inner, innerId], body }) {
        const call = `${method} ${room ?? ''}${id === undefined ? '' : '/:id'}${inner === undefined ? '' : `/${inner}/:id`}`;
        const incident = incidents.find((one) => one.id === id);
        switch (call) {
          case 'GET ':
            return { status: 200, body: { id: pageId, name: 'Stand-in page' } };
          case 'GET incidents':
            return { status: 200, body: [...incidents].reverse().map(shown) };
          case 'POST incidents': {
            const { data, error } = creating.safeParse(body);
            if (error) return refused(422, whatIsWrong(error));
            const one: ShownIncident = { id: next('i'), name: data.incident.name, startedAt: '', updates: [] };
            const wrong = tell(one, { ...data.incident, status: data.incident.status ?? 'investigating' });
            if (wrong) return wrong;
            incidents.push(one);
            return { status: 201, body: shown(one) };
          }
          case 'GET incidents/:id':
            return incident && { status: 200, body: shown(incident) };
          case 'PATCH incidents/:id': {
            if (!incident) return undefined;
            const { data, error } = changing.safeParse(body);
            if (error) return refused(422, whatIsWrong(error));
            return tell(incident, data.incident) ?? { status: 200, body: shown(incident) };
          }
          case 'PATCH incidents/:id/incident_updates/:id': {
            const update = incident?.updates.find((one) => one.id === innerId);
            if (!update) return undefined;
            const { data, error } = editing.safeParse(body);
            if (error) return refused(422, whatIsWrong(error));
            update.text = data.incident_update.body ?? update.text;
            return { status: 200, body: { id: update.id, body: update.text } };
          }
          case 'GET components/:id':
            return id !== undefined && components.has(id) ? { status: 200, body: { id, status: components.get(id) } } : undefined;
          case 'PATCH components/:id': {
            if (id === undefined || !components.has(id)) return undefined;
            const { data, error } = component.safeParse(body);
            if (error) return refused(422, whatIsWrong(error));
            components.set(id, data.component.status);
            return { status: 200, body: { id, status: data.component.status } };
          }
          default:
            return undefined;
        }
      },
    },
    { incidents, components },
    port,
  );
}

function refused(status: number, said: string): StandInReply {
  return { status, body: { error: status === 422 ? [said] : said } };
}

function whatIsWrong({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}
