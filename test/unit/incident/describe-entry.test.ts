import { plainTold, plainWords } from '../../../src/domain/language/words.ts';
import { describeActor, describeEntry, isFor, SENTENCE_MAX } from '../../../src/domain/timeline/describe-entry.ts';
import { EVENTS, type EventKind } from '../../../src/domain/timeline/index.ts';
import { LANGUAGES } from '../../../src/languages/index.ts';

import { sampleData } from '../../support/examples/sample-events.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

const KINDS = Object.keys(EVENTS) as EventKind[];
const playbook = couponPlaybook();
const told = (kind: string, data: unknown, reader?: string) => describeEntry(playbook, { kind, actor: 'U0MINJI', data }, { reader });

it('has a sentence of its own for every event, in every language', () => {
  for (const [language, { timeline }] of Object.entries(LANGUAGES)) {
    expect(Object.keys(timeline.entries).sort()).toEqual([...KINDS].sort());
    const sentences = KINDS.map((kind) => plainTold(told(kind, sampleData('R3')[kind]))[language as 'en']);
    expect(sentences.filter((text) => text === '' || /undefined|null|NaN|\[object|\(\w+\.\w+\)$/.test(text))).toEqual([]);
    expect(new Set(sentences).size).toBe(KINDS.length);
  }
});

it('says what the playbook calls things, in the language of whoever reads', () => {
  const { en, ko } = plainTold(told('deadline.kept', { row: 'R3' }));
  expect(en).toContain(playbook.rows.R3?.title.en);
  expect(ko).toContain(playbook.rows.R3?.title.ko);
  expect(plainTold(told('deadline.kept', { row: 'constructor' })).en).toBe('constructor: kept');
  expect(plainTold(told('retro.planned', sampleData('R3')['retro.planned'])).en).toContain('14:00 GMT+9');
});

it('mentions people as themselves, and calls machines by their names', () => {
  expect(plainWords(told('role.assigned', { role: 'commander', user: 'U0JISU' }).en, () => 'Jisu')).toBe('made Jisu Commander');
  expect(plainTold(describeActor('alert:grafana')).en).toBe('an alert of grafana');
  expect(plainTold(describeActor('bongsu')).ko).toBe('봉수');
});

it('keeps a private note from everybody whom it is not for', () => {
  const { 'note.private': data } = sampleData('R3');
  expect(plainTold(told('note.private', data)).en).toBe('wrote a private note');
  expect(plainTold(told('note.private', data, 'U0JISU')).en).toBe('wrote a private note');
  expect(plainTold(told('note.private', data, 'U0MINJI')).en).toBe('noted privately: she is new here');
  expect([isFor({ kind: 'note.private', data }, 'U0JISU'), isFor({ kind: 'note', data }, undefined)]).toEqual([false, true]);
});

it('tells what another release wrote, what was erased, and cuts what is long', () => {
  expect(plainTold(told('from.tomorrow', {})).en).toBe('(from.tomorrow)');
  expect(plainTold(told('page.sent', {})).en).toBe('(page.sent)');
  expect(plainTold(describeEntry(playbook, { kind: 'note', actor: 'erased', data: {} })).en).toBe('was erased on request');
  expect(plainTold(told('note', { text: 'x\n'.repeat(2_000) })).en.length).toBeLessThanOrEqual(SENTENCE_MAX + 20);
});
