import { languageFor } from '../../../src/domain/language/language-for.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

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

const incident = (language: 'en' | 'ko' | null, channelId: string | null = 'C0INC1') => ({ language, channelId });

it.each([
  ['an incident channel', { incident: incident(null) }, 'ko'],
  ['one whose language somebody chose', { incident: incident('en') }, 'en'],
  ['the thread of an incident without a channel, where the status channel has a language', { incident: incident(null, 'C0STATUS') }, 'en'],
  ['whoever has a language, in an incident channel', { person: 'U0MINJI', incident: incident('ko') }, 'en'],
  ['whoever has none, in an incident channel', { person: 'U0JUNHO', incident: incident(null) }, 'ko'],
  ['a channel of no incident', { channel: 'C0OTHER' }, 'en'],
] as const)('speaks to %s, where incident channels have a language', (_, reader, language) => {
  const languages = { people: { minji: 'en' as const }, channels: { C0STATUS: 'en' as const }, incidents: 'ko' as const };
  expect(languageFor({ ...own, languages }, reader)).toBe(language);
});

it('needs no setting', () => {
  expect(team.languages).toEqual({ people: {}, channels: {} });
  expect(languageFor(team, { person: 'U0MINJI', channel: 'C0STATUS' })).toBe(team.language);
});
