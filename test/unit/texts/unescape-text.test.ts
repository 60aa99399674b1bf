import fc from 'fast-check';
import { unescapeText } from '../../../src/domain/text/unescape-text.ts';

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

describe('unescapeText', () => {
  it('gives back what was typed, entities that were typed included', () => {
    const typed = fc.string({ unit: fc.constantFrom('&', '<', '>', ';', '&lt;', '&amp;', 'lt', 'a', ' ') });
    fc.assert(fc.property(typed, (text) => expect(unescapeText(escaped(text))).toBe(text)));
  });

  it('leaves mentions as Slack writes them, and other entities alone', () => {
    expect(unescapeText('assign scribe <@U0JUNHO|junho> &quot;')).toBe('assign scribe <@U0JUNHO|junho> &quot;');
  });
});
