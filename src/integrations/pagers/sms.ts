import { clampLine } from './clamp.ts';
import { pagerKind } from './pager-kind.ts';
import { noAddress } from './refusal.ts';
import { createTwilioClient, twilioAccount } from './twilio-client.ts';

/** Three segments of Korean at most. Beyond 160 Latin or 70 other characters an SMS is sent in parts and paid for in parts. */
const MOST_CHARACTERS = 160;

/**
 * A text message over Twilio's Messages (https://www.twilio.com/docs/messaging/api/message-resource). Twilio keeps no keys, so a try whose
 * answer was lost may reach the person twice. `sent` means that Twilio took it, not that the phone has it.
 */
export const smsPager = pagerKind({
  name: 'sms',
  wakes: true,
  shared: false,
  account: twilioAccount,
  create(settings, { clock, timeoutMs }) {
    const twilio = createTwilioClient(settings, { clock, timeoutMs });
    return {
      reaches: ({ phone }) => phone !== undefined,
      async send({ short }, { name, phone }) {
        if (phone === undefined) throw noAddress(name, 'phone');
        return { reference: await twilio.create('Messages', { To: phone, Body: clampLine(short, MOST_CHARACTERS) }) };
      },
    };
  },
  probe: (settings, { clock, timeoutMs }) => createTwilioClient(settings, { clock, timeoutMs }).look('sms'),
});
