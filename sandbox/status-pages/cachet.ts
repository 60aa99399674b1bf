import { z } from 'zod';
import type { StandInReply } from '../stand-in-server.ts';
import {
  type ShownIncident,
  type ShownUpdate,
  type StatusPageStandIn,
  type StatusPageStandInOptions,
  startStandInPage,
} from './stand-in-page.ts';

const STATUS = z.int().min(1).max(4);
const STATE = z.int().min(1).max(6);
const creating = z.object({
  name: z.string().min(1).max(255),
  status: STATUS,
  message: z.string().min(1),
  visible: z.boolean().default(false),
  notifications: z.boolean().default(false),
  occurred_at: z.string().nullish(),
});
const changing = z.object({ name: z.string().max(255).optional(), message: z.string().min(1).optional(), status: STATUS.optional() });
const adding = z.object({ status: STATUS, message: z.string().min(1) });
const editing = z.object({ status: STATUS.optional(), message: z.string().min(1).optional() });
const component = z.object({ status: STATE });
const LABELS: Record<string, string> = { 1: 'Investigating', 2: 'Identified', 3: 'Watching', 4: 'Fixed' };

/** Cachet v3's API (https://docs.cachethq.io/v3.x/api): JSON:API, Laravel's validation. The first text of an incident is its own message. */
export async function startCachet({ token, components: ids, port }: StatusPageStandInOptions): Promise<StatusPageStandIn> {
  const incidents: ShownIncident[] = [];
  const components = new Map(ids.map((id) => [id, '1']));
  let made = 0;
  const next = () => {
    made += 1;
    return String(made);
  };

  const incidentOf = ({ id, name, startedAt, updates }: ShownIncident) => ({
    id,
    type: 'incidents',
    attributes: {
      id: Number(id),
      name,
      message: updates[0]?.text,
      visible: true,
      status: statusOf(updates.at(-1)),
      occurred: { human: 'just now', string: startedAt },
    },
  });
  const updateOf = (update: ShownUpdate) => ({
    id: update.id,
    type: 'updates',
    attributes: { id: Number(update.id), message: update.text, status: statusOf(update) },
  });
  const componentOf = (id: string) => ({ id, type: 'components', attributes: { id: Number(id), status: Number(components.get(id)) } });

  return await startStandInPage(
    {
      authorization: `Bearer ${token}`,
      prefix: '/api',
      refused: (status, said) => ({ status, body: { message: said } }),
      tooMany: { status: 429, body: { message: 'Too Many Attempts.' } },
      answer({ method, path: [room, id, inner, innerId], body }) {
        const call = `${method} ${room ?? ''}${id === undefined ? '' : '/:id'}${inner === undefined ? '' : `/${inner}`}${innerId === undefined ? '' : '/:id'}`;
        const incident = incidents.find((one) => one.id === id);
        switch (call) {
          case 'GET incidents':
            return { status: 200, body: { data: [...incidents].reverse().map(incidentOf) } };
          case 'POST incidents': {
            const { data, error } = creating.safeParse(body);
            if (error) return invalid(error);
            // One that is not visible is shown to nobody.
            if (!data.visible)
              return { status: 201, body: { data: incidentOf({ id: next(), name: data.name, startedAt: '', updates: [] }) } };
            const first = { id: 'message', text: data.message, status: String(data.status), notified: data.notifications };
            const one: ShownIncident = { id: next(), name: data.name, startedAt: data.occurred_at ?? '', updates: [first] };
            incidents.push(one);
            return { status: 201, body: { data: incidentOf(one) } };
          }
          case 'GET incidents/:id':
            return incident && { status: 200, body: { data: incidentOf(incident) } };
          case 'PUT incidents/:id': {
            const first = incident?.updates[0];
            if (!incident || !first) return undefined;
            const { data, error } = changing.safeParse(body);
            if (error) return invalid(error);
            first.text = data.message ?? first.text;
            first.status = data.status === undefined ? first.status : String(data.status);
            return { status: 200, body: { data: incidentOf(incident) } };
          }
          case 'GET incidents/:id/updates':
            return incident && { status: 200, body: { data: incident.updates.slice(1).map(updateOf) } };
          case 'POST incidents/:id/updates': {
            if (!incident) return undefined;
            const { data, error } = adding.safeParse(body);
            if (error) return invalid(error);
            const update = { id: next(), text: data.message, status: String(data.status), notified: true };
            incident.updates.push(update);
            return { status: 201, body: { data: updateOf(update) } };
          }
          case 'PUT incidents/:id/updates/:id': {
            const update = incident?.updates.slice(1).find((one) => one.id === innerId);
            if (!update) return undefined;
            const { data, error } = editing.safeParse(body);
            if (error) return invalid(error);
            update.text = data.message ?? update.text;
            update.status = data.status === undefined ? update.status : String(data.status);
            return { status: 200, body: { data: updateOf(update) } };
          }
          case 'GET components':
            return { status: 200, body: { data: [...components.keys()].map(componentOf) } };
          case 'GET components/:id':
            return id !== undefined && components.has(id) ? { status: 200, body: { data: componentOf(id) } } : undefined;
          case 'PUT components/:id': {
            if (id === undefined || !components.has(id)) return undefined;
            const { data, error } = component.safeParse(body);
            if (error) return invalid(error);
            components.set(id, String(data.status));
            return { status: 200, body: { data: componentOf(id) } };
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

function statusOf(update: ShownUpdate | undefined) {
  const value = update?.status ?? '1';
  return { human: LABELS[value], value: Number(value) };
}

function invalid({ issues }: z.ZodError): StandInReply {
  const errors = Object.fromEntries(issues.map(({ path, message }) => [path.join('.'), [message]]));
  return { status: 422, body: { message: issues[0]?.message ?? 'The given data was invalid.', errors } };
}
