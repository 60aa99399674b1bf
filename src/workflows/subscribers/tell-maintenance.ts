import { pick } from '../../domain/language/pick.ts';
import { type MaintenanceChange, spanOf } from '../../domain/status-page/maintenance.ts';
import { partName } from '../../domain/subscribers/subscription.ts';
import type { MaintenanceRow, Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { updateLanguages } from '../updates/draft-update.ts';
import { spoken } from './mail-text.ts';
import { tellSubscribers } from './tell-subscribers.ts';

/** Tells subscribers what became of planned work: once for each change of it, in every language that the service speaks. */
export async function tellMaintenance(runtime: Runtime, stores: Stores, row: MaintenanceRow, what: MaintenanceChange): Promise<void> {
  if (!(await stores.subscriptions.anybody())) return;
  const { playbook } = runtime;
  const span = spanOf(row);
  const languages = [...new Set([...updateLanguages(playbook), ...Object.keys(row.texts)])];
  const each = languages.map((language) => {
    const { words, clockTime } = spoken(runtime, language);
    const times = span === undefined ? [] : [words.mail.times(clockTime(new Date(span.from)), clockTime(new Date(span.to)))];
    return { language, title: words.mail.work[what], text: [pick(row.texts, language, playbook.team.language), ...times].join('\n') };
  });
  await tellSubscribers(runtime, stores, {
    cause: `maintenance:${row.id}:v${row.version}`,
    kind: 'maintenance',
    incidentId: null,
    service: row.service,
    components: row.components.map((component) => partName(row.service, component)),
    severity: null,
    stage: null,
    title: Object.fromEntries(each.map(({ language, title }) => [language, title])),
    texts: Object.fromEntries(each.map(({ language, text }) => [language, text])),
    nextAt: null,
  });
}
