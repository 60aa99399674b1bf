import type { Bilingual } from '../../domain/language/bilingual.ts';
import type { AlertFormat } from './alert-format.ts';
import { alertmanager } from './alertmanager.ts';
import { generic } from './generic.ts';
import { grafana } from './grafana.ts';

export type { AlertFormat } from './alert-format.ts';

/** Who may send alerts, each at `POST /alerts/<name>`; another one is one file and one line here. */
export const ALERT_FORMATS: readonly AlertFormat[] = [alertmanager, grafana, generic];

/** What people call each sender, by its name. */
export const SENDER_TITLES: Readonly<Record<string, Bilingual>> = Object.fromEntries(ALERT_FORMATS.map(({ name, title }) => [name, title]));
