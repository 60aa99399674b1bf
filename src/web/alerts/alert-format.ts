import { z } from 'zod';
import type { IncomingAlert } from '../../domain/alerts/alert.ts';
import { OperatorError } from '../../domain/errors.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';

/** How one sender writes its alerts. */
export interface AlertFormat {
  /** The last part of its address, and the source of its alerts. */
  name: string;
  /** Throws OperatorError `bad_alert` that says what is wrong with the body. */
  read(body: unknown, playbook: Playbook): IncomingAlert[];
}

/** An alert as Alertmanager writes it; Grafana writes the same and more. */
const promAlert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()).default({}),
  startsAt: z.string(),
  endsAt: z.string().optional(),
  generatorURL: z.string().optional(),
  fingerprint: z.string().min(1),
  dashboardURL: z.string().optional(),
  panelURL: z.string().optional(),
});

export const promBody = z.object({ alerts: z.array(promAlert), truncatedAlerts: z.number().optional() });

/** The body in that shape; OperatorError `bad_alert` with the first thing that is wrong. */
export function readPromBody(body: unknown, sender: string): z.output<typeof promBody> {
  const parsed = promBody.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') || 'the body';
  throw new OperatorError('bad_alert', `This is not what ${sender} sends: ${path}: ${issue?.message ?? 'unknown'}.`);
}

export function incomingOf(alert: z.output<typeof promAlert>, url: string | undefined): IncomingAlert {
  const { labels, annotations, fingerprint, status, startsAt } = alert;
  const name = labels.alertname ?? fingerprint;
  const description = annotations.description ?? annotations.message;
  return {
    fingerprint,
    status,
    title: annotations.summary ?? annotations.title ?? name,
    labels,
    ...(description && { description }),
    ...(url && { url }),
    ...(!Number.isNaN(Date.parse(startsAt)) && { startsAt: new Date(startsAt).toISOString() }),
  };
}
