import { languageFor } from '../../src/domain/language-for.ts';
import { couponPlaybook } from '../support/shipped-playbook.ts';

const { team } = couponPlaybook();
const own = { ...team, language: 'en' as const, languages: { people: { minji: 'ko' as const }, channels: { C0STATUS: 'ko' as const } } };

it.each([
  ['whoever has one', { person: 'U0MINJI' }, 'ko'],
  ['whoever has none', { person: 'U0JUNHO' }, 'en'],
  ['somebody whom the playbook does not name', { person: 'U0STRANGER' }, 'en'],
  ['a channel that has one', { channel: 'C0STATUS' }, 'ko'],
  ['whoever has none, in a channel that has one', { person: 'U0JUNHO', channel: 'C0STATUS' }, 'ko'],
  ['a channel that has none', { channel: 'C0INC1' }, 'en'],
  ['nobody in particular', {}, 'en'],
] as const)('speaks to %s', (_, reader, language) => {
  expect(languageFor(own, reader)).toBe(language);
});

it('lets a person’s own language go before that of the channel', () => {
  const languages = { people: { minji: 'en' as const }, channels: { C0STATUS: 'ko' as const } };
  expect(languageFor({ ...own, languages }, { person: 'U0MINJI', channel: 'C0STATUS' })).toBe('en');
});

it('needs no setting', () => {
  expect(team.languages).toEqual({ people: {}, channels: {} });
  expect(languageFor(team, { person: 'U0MINJI', channel: 'C0STATUS' })).toBe(team.language);
});
