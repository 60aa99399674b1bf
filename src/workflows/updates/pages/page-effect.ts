import { z } from 'zod';
import { PermanentError } from '../../../domain/errors.ts';
import type { Incident } from '../../../domain/incident/incident.ts';
import type { Language } from '../../../domain/language/bilingual.ts';
import { pick } from '../../../domain/language/pick.ts';
import type { Playbook } from '../../../domain/playbook/schema.ts';
import type { OwnIncident, StatusPage } from '../../../domain/ports/status-pages.ts';
import type { OutboxRow, UpdateTextRow } from '../../../storage/index.ts';
import { scenarioView } from '../../briefing/briefing-view.ts';
import { effect } from '../../runtime/effect.ts';
import type { Runtime } from '../../runtime/runtime.ts';

/** The name of what tells an update on one external page. */
export const EXTERNAL_PAGE = 'update.external-page';

/** What leaves for one page of one incident leaves in its order, and waits for no other page. */
const place = ({ incident, page }: { incident: number; page: string }) => `incident ${incident} page ${page}`;
const which = { incident: z.number(), page: z.string() };

export const pageEffect = effect(EXTERNAL_PAGE, { payload: z.object({ ...which, sequence: z.number(), version: z.number() }), place });
export const compareEffect = effect('page.compare', { payload: z.object(which), place });
export const putBackEffect = effect('page.put-back', { payload: z.object({ ...which, drift: z.number() }), place });

/** Whether something of ours is on its way to this page: what stands there is not what we think, for a moment. */
export function isUnderWay(rows: readonly OutboxRow[], page: string): boolean {
  return rows.some(
    ({ kind, status, payload }) =>
      status === 'pending' && (kind === EXTERNAL_PAGE || kind === putBackEffect.kind) && (payload as { page?: unknown }).page === page,
  );
}

type PageSpec = Playbook['statusPage']['external'][number];

/** A page of the playbook with its vendor; undefined for one that a newer release or playbook does not have any more. */
export function pageOf({ playbook, statusPages }: Runtime, name: string): { spec: PageSpec; page: StatusPage } | undefined {
  const spec = playbook.statusPage.external.find(({ page }) => page === name);
  const page = statusPages.find((one) => one.name === name);
  return spec && page && { spec, page };
}

/** As people call it. */
export function titleOf({ statusPages }: Pick<Runtime, 'statusPages'>, name: string): string {
  return statusPages.find((one) => one.name === name)?.title ?? name;
}

/** In which a page is told. */
export function languageOf({ team, statusPage }: Playbook, { language }: PageSpec): Language {
  return language ?? statusPage.languages?.[0] ?? team.language;
}

/** A text as a page tells it. */
export function textOn(playbook: Playbook, spec: PageSpec, { texts }: Pick<UpdateTextRow, 'texts'>): string {
  return pick(texts, languageOf(playbook, spec), playbook.team.language);
}

/** By what a vendor knows our incident again. */
export async function ownIncident(runtime: Runtime, incident: Incident, spec: PageSpec): Promise<OwnIncident> {
  const { storage, playbook, present } = runtime;
  const [deployment, texts] = await Promise.all([storage.deployment(), storage.updateTexts.ofIncidents([incident.id])]);
  const scenario = scenarioView(runtime, incident);
  return {
    marker: `${deployment}/${playbook.service.key}/${incident.id}`,
    name: present.in(languageOf(playbook, spec)).pageTitle(scenario ? { scenario } : {}),
    startedAt: incident.detectedAt,
    texts: texts.map((text) => textOn(playbook, spec, text)),
  };
}

/** Whether a vendor has not got what we spoke of. */
export function isGoneThere(error: unknown): boolean {
  return error instanceof PermanentError && (error.code === 'http_404' || error.code === 'http_410');
}
