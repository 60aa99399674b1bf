import { z } from 'zod';
import type { StandInReply } from '../stand-in-server.ts';
import { type ShownIncident, type StatusPageStandIn, type StatusPageStandInOptions, startStandInPage } from './stand-in-page.ts';

const STATUS = z.enum(['INVESTIGATING', 'IDENTIFIED', 'MONITORING', 'RESOLVED']);
const STATE = z.enum(['OPERATIONAL', 'UNDERMAINTENANCE', 'DEGRADEDPERFORMANCE', 'PARTIALOUTAGE', 'MAJOROUTAGE']);
const told = {
  message: z.string().min(1),
  status: STATUS,
  started: z.iso.datetime().optional(),
  notify: z.boolean().default(false),
  components: z.array(z.string()).optional(),
  statuses: z.array(z.object({ id: z.string(), status: STATE })).optional(),
};
const creating = z.object({ ...told, name: z.string().min(1).max(255) });
const adding = z.object(told);
const editing = z.object({ message: z.string().min(1).optional(), status: STATUS.optional() });
const component = z.object({ status: STATE });

/** Instatus's API for one page (https://instatus.com/help/api): incidents, their updates, components. Its lists leave out the updates. */
export async function startInstatus({
  token,
  components: ids,
  port,
  pageId = 'cl4wjn6c8000309l8h2rgd9wx',
}: StatusPageStandInOptions & { pageId?: string }): Promise<StatusPageStandIn> {
  const incidents: ShownIncident[] = [];
  const components = new Map(ids.map((id) => [id, 'OPERATIONAL']));
  let made = 0;
  const next = () => {
    made += 1;
    return `cl${String(made).padStart(10, '0')}`;
  };

  const head = (one: ShownIncident) => ({
    id: one.id,
    name: one.name,
    status: one.updates.at(-1)?.status ?? 'INVESTIGATING',
    started: one.startedAt,
  });
  const shown = (one: ShownIncident) => ({
    ...head(one),
    updates: one.updates.map(({ id, text, status }, index) => ({
      id,
      message: text,
      messageHtml: `<p>${text}</p>`,
      status,
      createdAt: new Date(1_700_000_000_000 + index * 1_000).toISOString(),
    })),
  });

  function tell(
    one: ShownIncident,
    { message, status, notify, components: named, statuses }: z.output<typeof adding>,
  ): StandInReply | string {
    const unknown = [...(named ?? []), ...(statuses ?? []).map(({ id }) => id)].find((id) => !components.has(id));
    if (unknown !== undefined) return refused(422, `Unknown component ${unknown}`);
    for (const { id, status: state } of statuses ?? []) components.set(id, state);
    const id = next();
    one.updates.push({ id, text: message, status, notified: notify });
    return id;
  }

  return await startStandInPage(
    {
      authorization: `Bearer ${token}`,
      prefix: `/v1/${pageId}`,
      refused,
      tooMany: { status: 429, body: { error: { code: 'rate_limited', message: 'Too many requests' } } },
      answer({ method, path: [room, id, inner, innerId], body }) {
        const call = `${method} ${room ?? ''}${id === undefined ? '' : '/:id'}${inner === undefined ? '' : `/${inner}`}${innerId === undefined ? '' : '/:id'}`;
        const incident = incidents.find((one) => one.id === id);
        switch (call) {
          case 'GET incidents':
            return { status: 200, body: [...incidents].reverse().map(head) };
          case 'POST incidents': {
            const { data, error } = creating.safeParse(body);
            if (error) return refused(422, whatIsWrong(error));
            const one: ShownIncident = { id: next(), name: data.name, startedAt: data.started ?? new Date(0).toISOString(), updates: [] };
            const outcome = tell(one, data);
            if (typeof outcome !== 'string') return outcome;
            incidents.push(one);
            return { status: 200, body: shown(one) };
          }
          case 'GET incidents/:id':
            return incident && { status: 200, body: shown(incident) };
          case 'POST incidents/:id/incident-updates': {
            if (!incident) return undefined;
            const { data, error } = adding.safeParse(body);
            if (error) return refused(422, whatIsWrong(error));
            const outcome = tell(incident, data);
            return typeof outcome === 'string'
              ? { status: 200, body: { id: outcome, message: data.message, status: data.status } }
              : outcome;
          }
          case 'PUT incidents/:id/incident-updates/:id': {
            const update = incident?.updates.find((one) => one.id === innerId);
            if (!update) return undefined;
            const { data, error } = editing.safeParse(body);
            if (error) return refused(422, whatIsWrong(error));
            update.text = data.message ?? update.text;
            update.status = data.status ?? update.status;
            return { status: 200, body: { id: update.id, message: update.text, status: update.status } };
          }
          case 'GET components':
            return { status: 200, body: [...components].map(([key, state]) => ({ id: key, status: state })) };
          case 'GET components/:id':
            return id !== undefined && components.has(id) ? { status: 200, body: { id, status: components.get(id) } } : undefined;
          case 'PUT components/:id': {
            if (id === undefined || !components.has(id)) return undefined;
            const { data, error } = component.safeParse(body);
            if (error) return refused(422, whatIsWrong(error));
            components.set(id, data.status);
            return { status: 200, body: { id, status: data.status } };
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
  return { status, body: { error: { code: `e${status}`, message: said } } };
}

function whatIsWrong({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}
