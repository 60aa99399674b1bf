import { type ProductLanguage, productLanguage } from '../../domain/language/bilingual.ts';
import { worded } from '../../languages/worded.ts';
import { clampLine } from './clamp.ts';
import { pagerKind } from './pager-kind.ts';
import { noAddress } from './refusal.ts';
import { createTwilioClient, twilioAccount } from './twilio-client.ts';

/** Half a minute of speech; also keeps the TwiML, escaped, well below Twilio's 4,000 characters. */
const MOST_CHARACTERS = 160;

/** Who is woken misses the beginning. */
const TIMES = 3;

/** What Twilio's <Say> calls the playbook's languages (https://www.twilio.com/docs/voice/twiml/say). */
const TWILIO_LANGUAGE: Record<ProductLanguage, string> = worded(({ messengers }) => messengers.twilioLanguage);

/**
 * A call over Twilio's Calls (https://www.twilio.com/docs/voice/api/call-resource) that reads the short text aloud. Twilio keeps no keys, so a
 * try whose answer was lost may ring twice. `sent` means that Twilio took the call, not that somebody answered: only the button acknowledges.
 */
export const voicePager = pagerKind({
  name: 'voice',
  wakes: true,
  shared: false,
  account: twilioAccount,
  create(settings, { clock, timeoutMs }) {
    const twilio = createTwilioClient(settings, { clock, timeoutMs });
    return {
      reaches: ({ phone }) => phone !== undefined,
      async send({ short, language }, { name, phone }) {
        if (phone === undefined) throw noAddress(name, 'phone');
        return { reference: await twilio.create('Calls', { To: phone, Twiml: spoken(short, TWILIO_LANGUAGE[productLanguage(language)]) }) };
      },
    };
  },
  probe: (settings, { clock, timeoutMs }) => createTwilioClient(settings, { clock, timeoutMs }).look('voice'),
});

function spoken(text: string, language: string): string {
  const say = `<Say language="${language}">${xmlText(clampLine(text, MOST_CHARACTERS))}</Say>`;
  const repeated = Array.from({ length: TIMES }, () => say).join('<Pause length="1"/>');
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${repeated}</Response>`;
}

/** A title is anybody's words: nothing in it may become TwiML, nor make it unreadable (XML 1.0 knows no control characters and no half emoji). */
function xmlText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
