import { z } from 'zod';
import type { Macro } from '../../domain/ports/help-desks.ts';
import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import { httpUrl, secret, textLike } from '../accounts/shapes.ts';
import { clampLine } from '../pagers/clamp.ts';
import { orGone, pageClient, readAs } from '../status-pages/page-client.ts';
import { type HelpDeskSetup, helpDeskKind } from './help-desk-kind.ts';

const VENDOR = 'Zendesk';
const MOST_TITLE = 200;
/** So many of the newest macros are looked at for ours, before the vendor's own search is asked, which is behind by a while. */
const LOOKED_AT = 100;

export const zendeskAccount = account({
  title: VENDOR,
  variables: {
    ZENDESK_URL: {
      shape: httpUrl('an https address such as https://example.zendesk.com'),
      example: 'https://example.zendesk.com',
      said: worded(({ social }) => social.zendeskUrl),
    },
    ZENDESK_EMAIL: {
      shape: textLike(/^[^\s@:/]+@[^\s@:/]+$/, 'the mail address of an agent'),
      example: 'support-bot@example.com',
      said: worded(({ social }) => social.zendeskEmail),
    },
    ZENDESK_TOKEN: {
      shape: secret('an API token of Zendesk'),
      example: 'zendesk-token-0123456789',
      said: worded(({ social }) => social.zendeskToken),
    },
  },
  needs: ['ZENDESK_URL', 'ZENDESK_EMAIL', 'ZENDESK_TOKEN'],
  settings: (v) => ({ url: v.ZENDESK_URL, email: v.ZENDESK_EMAIL, token: v.ZENDESK_TOKEN }),
});
type Settings = NonNullable<ReturnType<typeof zendeskAccount.settingsOf>>;

const id = z.union([z.int(), z.string()]).transform(String);
const macro = z.object({ id, title: z.string() });
const one = z.object({ macro });
const list = z.object({ macros: z.array(macro) });

/**
 * Zendesk Support (https://developer.zendesk.com/api-reference/ticketing/business-rules/macros/). One shared macro for an incident; the marker at the end of its title knows it again when the answer to its creation was lost. What ended
 * is deactivated, and active again if it goes on.
 */
export const zendesk = helpDeskKind({
  name: 'zendesk',
  title: VENDOR,
  account: zendeskAccount,
  create(settings, setup) {
    const ask = client(settings, setup);
    const ours = async (path: string, marker: string) => {
      const { macros } = readAs(VENDOR, list, await ask('GET', path));
      return macros.find(({ title }) => title.endsWith(bracketed(marker)));
    };
    return {
      async find({ marker }) {
        const found =
          (await ours(`/macros?access=shared&sort_by=created_at&sort_order=desc&per_page=${LOOKED_AT}`, marker)) ??
          (await ours(`/macros/search?query=${encodeURIComponent(marker)}`, marker));
        return found && { id: found.id };
      },
      async create(wanted) {
        const made = readAs(VENDOR, one, await ask('POST', '/macros', { macro: bodyOf(wanted) }));
        return { id: made.macro.id };
      },
      async change(macroId, wanted) {
        await ask('PUT', `/macros/${encodeURIComponent(macroId)}`, { macro: bodyOf(wanted) });
      },
      async retire(macroId) {
        await orGone(ask('PUT', `/macros/${encodeURIComponent(macroId)}`, { macro: { active: false } }));
      },
    };
  },
  async probe(settings, setup) {
    const { macros } = readAs(VENDOR, list, await client(settings, setup)('GET', '/macros?access=shared&per_page=1'));
    return { ready: true, text: `macros may be read${macros.length === 0 ? '; there is none yet' : ''}` };
  },
});

function client({ url, email, token }: Settings, { clock, timeoutMs }: HelpDeskSetup) {
  const key = token.reveal();
  const basic = Buffer.from(`${email}/token:${key}`).toString('base64');
  return pageClient({
    vendor: VENDOR,
    baseUrl: `${url}/api/v2`,
    authorization: `Basic ${basic}`,
    secret: [key, basic],
    variables: 'ZENDESK_URL, ZENDESK_EMAIL, ZENDESK_TOKEN',
    clock,
    timeoutMs,
  });
}

function bodyOf({ marker, title, paragraphs }: Macro) {
  const end = ` ${bracketed(marker)}`;
  const value = paragraphs.map((text) => `<p>${escaped(text).replaceAll('\n', '<br>')}</p>`).join('');
  return { title: `${clampLine(title, MOST_TITLE - end.length)}${end}`, active: true, actions: [{ field: 'comment_value_html', value }] };
}

function bracketed(marker: string): string {
  return `[${marker}]`;
}

/** For HTML; and braces, in which Zendesk would look for placeholders of its own. */
function escaped(text: string): string {
  return text.replace(/[&<>"'{}]/g, (character) => `&#${character.charCodeAt(0)};`);
}
