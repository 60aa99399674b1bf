import type { ChatBlock, ChatMessage } from '../../../domain/chat/message.ts';
import type { Incident } from '../../../domain/incident/incident.ts';
import { SEVERITIES, type Severity } from '../../../domain/incident/states.ts';
import { LIST_PAGE_SIZE, type ListView } from '../../../views/lists.ts';
import { boldHeadline, plainHeadline, since, symbol } from '../briefing/headline.ts';
import { commandButton } from '../building-blocks/asking.ts';
import { actions, context, header, message, section } from '../building-blocks/blocks.ts';
import { channel } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { openedBySystem } from '../building-blocks/who.ts';

/** Incidents, one page at a time. */
export function list(voice: Voice, view: ListView): ChatMessage {
  const { t } = voice;
  const { scope, service } = view;
  const { shown, total, page, pages } = cutPage(view);
  if (total === 0) {
    const none = scope === 'active' ? t.incidents.noneActive : t.incidents.noneAll;
    const how = t.incidents.openOne(voice.command);
    return message([none, how], [section(`${none}\n${how}`)]);
  }
  const head = scope === 'active' ? t.incidents.headActive(total) : t.incidents.headAll(total);
  const where = pages > 1 ? t.incidents.page(page, pages) : undefined;
  const previous =
    page > 1
      ? commandButton(
          { command: 'list', subject: 'previous', args: { page: page - 1, scope, ...(service !== undefined && { service }) } },
          { text: t.button.previous, label: t.button.previousLabel(page - 1) },
        )
      : undefined;
  const next =
    page < pages
      ? commandButton(
          { command: 'list', subject: 'next', args: { page: page + 1, scope, ...(service !== undefined && { service }) } },
          { text: t.button.next, label: t.button.nextLabel(page + 1) },
        )
      : undefined;
  return message(
    [`${head}${where ? ` (${where})` : ''}:`, ...shown.map((incident) => plainHeadline(voice, incident))],
    [...incidentBlocks(voice, view), ...context([where]), ...actions('incident.list', [previous, next])],
  );
}

/** How many there are, how bad, and those of one page; nothing to turn pages with. */
export function incidentBlocks(voice: Voice, view: ListView): ChatBlock[] {
  const { t } = voice;
  const { shown, total, pages } = cutPage(view);
  return [
    header(view.scope === 'active' ? t.incidents.headActive(total) : t.incidents.headAll(total)),
    ...context([pages > 1 ? bySeverity(voice, view) : undefined]),
    ...shown.map((incident) => section(`${boldHeadline(voice, incident)}\n${detail(voice, incident, view.now)}`)),
  ];
}

/** `🔴 SEV1 critical: 9 · 🟠 SEV2 high: 11`, because the worst may stand on another page; nothing when not all are known. */
function bySeverity(voice: Voice, view: ListView): string | undefined {
  const counts = view.scope === 'active' ? (view.counts ?? counted(view)) : undefined;
  if (counts === undefined) return undefined;
  const present = SEVERITIES.filter((severity) => counts[severity] > 0);
  return present.map((severity) => `${symbol({ severity, state: 'open' })} ${voice.t.severity[severity]}: ${counts[severity]}`).join(' · ');
}

function counted({ incidents, total = incidents.length }: ListView): Record<Severity, number> | undefined {
  if (incidents.length < total) return undefined;
  const count = (severity: Severity): number => incidents.filter((it) => it.severity === severity).length;
  return { sev1: count('sev1'), sev2: count('sev2'), sev3: count('sev3') };
}

function detail(voice: Voice, incident: Incident, now: Date): string {
  const { t } = voice;
  const where = incident.channelId ? channel(incident.channelId) : t.incidents.noChannel;
  const secret = incident.private ? ` · ${t.briefing.private}` : '';
  const opened = openedBySystem(voice, incident);
  return `${since(voice, incident, now)} · ${where}${secret}${opened ? ` · ${opened}` : ''}`;
}

function cutPage(view: ListView): { shown: readonly Incident[]; total: number; page: number; pages: number } {
  const total = Math.max(view.total ?? view.incidents.length, view.incidents.length);
  const pages = Math.max(1, Math.ceil(total / LIST_PAGE_SIZE));
  const page = Number.isFinite(view.page) ? Math.min(pages, Math.max(1, Math.floor(view.page))) : 1;
  const start = view.total === undefined ? (page - 1) * LIST_PAGE_SIZE : 0;
  return { shown: view.incidents.slice(start, start + LIST_PAGE_SIZE), total, page, pages };
}
