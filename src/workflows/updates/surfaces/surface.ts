import type { Incident } from '../../../domain/incident/incident.ts';
import type { Playbook } from '../../../domain/playbook/schema.ts';
import type { NewOutboxRow, OutboxRow, UpdateTextRow } from '../../../storage/index.ts';

/** A place where the one text of an update is told. */
export interface Surface {
  /** Whether this service has it. */
  isOn(playbook: Playbook): boolean;
  /** What tells the text there, as it is by now, each place by itself; absent where whoever looks reads it from the row. */
  row?(text: Pick<UpdateTextRow, 'incidentId' | 'sequence' | 'version'>, playbook: Playbook): NewOutboxRow | readonly NewOutboxRow[];
}

/** The key of one telling: a correction is another one. */
export function tellingKey(
  surface: string,
  { incidentId, sequence, version }: Pick<UpdateTextRow, 'incidentId' | 'sequence' | 'version'>,
): string {
  const key = `update:${incidentId}:${sequence}:${surface}`;
  return version === 1 ? key : `${key}:v${version}`;
}

/** The telling of an update by its key: which surface, which of its places where it has several (`surface/place`), and which version. */
export function tellingOf({
  key,
}: Pick<OutboxRow, 'key'>): { sequence: number; surface: string; place?: string; version: number } | undefined {
  const [, sequence, surface, place, version] = /^update:\d+:(\d+):([a-z-]+)(?:\/([a-z0-9._-]+))?(?::v(\d+))?$/.exec(key) ?? [];
  if (sequence === undefined || surface === undefined) return undefined;
  return { sequence: Number(sequence), surface, ...(place !== undefined && { place }), version: Number(version ?? 1) };
}

/** The text in a language of readers: that of another region, else the first that was written. */
export interface Telling {
  incident: Incident;
  text: UpdateTextRow;
}
