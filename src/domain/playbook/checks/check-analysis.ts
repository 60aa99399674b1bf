import type { Finding } from '../playbook-error.ts';
import { type Draft, fieldsOf, listOf, repeated, unknownName, unknownNames } from './draft.ts';

/** Everybody who looks closely is there. */
export function checkInspectors({ analysis }: Draft, known: readonly string[]): Finding[] {
  return Object.entries(fieldsOf(analysis.inspect)).flatMap(([row, names]) =>
    listOf(names).flatMap((name, index) =>
      unknownName(['analysis', 'inspect', row, index], name, known, `an inspector (${known.join(', ')})`),
    ),
  );
}

/** What is looked at belongs to rows of the phase `analyse`, names signals and people who exist, and each thing has a name of its own. */
export function checkAnalysis({ analysis, rows, signals, team }: Draft): Finding[] {
  const analysed = Object.keys(rows).filter((id) => fieldsOf(rows[id]).phase === 'analyse');
  const what = 'a row of the phase analyse';
  const keys = Object.keys(signals);
  const people = Object.keys(fieldsOf(team.people));
  const [logs, jvm, pools, traffic, review] = [analysis.logs, analysis.jvm, analysis.pools, analysis.traffic, analysis.review].map((list) =>
    listOf(list).map(fieldsOf),
  ) as [Fields, Fields, Fields, Fields, Fields];
  const names = (section: string, list: Fields, field: string) =>
    repeated(
      ['analysis', section],
      field,
      list.map((item) => item[field]),
    );
  return [
    ...(['signals', 'inspect', 'needs'] as const).flatMap((section) =>
      Object.keys(fieldsOf(analysis[section])).flatMap((row) =>
        unknownName(['analysis', section, row], row, analysed, what).map((finding) => ({ ...finding, atKey: true })),
      ),
    ),
    ...Object.entries(fieldsOf(analysis.signals)).flatMap(([row, list]) =>
      unknownNames(['analysis', 'signals', row], list, keys, 'one of signals'),
    ),
    ...logs.flatMap(({ row }, index) => unknownName(['analysis', 'logs', index, 'row'], row, analysed, what)),
    ...pools.flatMap(({ row }, index) => unknownName(['analysis', 'pools', index, 'row'], row, analysed, what)),
    ...traffic.flatMap(({ row }, index) => unknownName(['analysis', 'traffic', index, 'row'], row, analysed, what)),
    ...review.flatMap(({ owner }, index) => unknownName(['analysis', 'review', index, 'owner'], owner, people, 'one of team.people')),
    ...names('logs', logs, 'name'),
    ...names('jvm', jvm, 'name'),
    ...names('pools', pools, 'name'),
    ...names('review', review, 'key'),
  ];
}

type Fields = Record<string, unknown>[];
