import { EVENTS, type EventKind } from '../../src/domain/timeline/index.ts';
import { ALSO_CALLED, BY_HAND, KEPT_BY } from '../../src/domain/timeline/kept-by.ts';
import { table } from './table.ts';

const HEAD = `# Events: what can happen, and keep a row

Whatever happens in an incident is one of these: an entry of its timeline, with data. A row of the playbook is kept by the event that its \`keptBy\` names
([how](../writing-a-playbook.md#what-keeps-a-row)), whatever the row is called. ● can be named there; the others say what became of a row.
`;

/** docs/reference/events.md. */
export function eventsPage(): string {
  const kinds = (Object.keys(EVENTS) as EventKind[]).map((kind) => [
    `\`${kind}\`${KEPT_BY.some((one) => one === kind) ? ' ●' : ''}`,
    EVENTS[kind].description ?? '',
    Object.keys(EVENTS[kind].shape)
      .map((field) => `\`${field}\``)
      .join(', '),
  ]);
  const also = Object.entries(ALSO_CALLED).map(([name, { kind, when }]) => [`\`${name}\``, when, `\`${kind}\``]);
  return `${HEAD}
${table(['event', 'when it happens', 'data'], kinds)}

## Further names that \`keptBy\` takes

${table(['name', 'when it happens', 'event behind it'], also)}

## By hand

${BY_HAND.map((name) => `\`${name}\``).join(', ')}: nothing in Bongsu says them; a person does, with \`/incident keep <row> <what was done>\`.
`;
}
