import { WebAPIHTTPError, WebAPIPlatformError } from '@slack/web-api';
import { KNOWN_REFUSALS, refusedBy } from '../../../src/domain/chat/refusals.ts';
import { ADVISED } from '../../../src/domain/chat/slack-advice.ts';
import { slackError } from '../../../src/integrations/slack/slack-errors.ts';

const refused = (code: string, call = { method: 'chat.postMessage', place: 'C1' }) =>
  slackError(call, new WebAPIPlatformError({ ok: false, error: code, response_metadata: {} } as never), 1_000);

it.each([
  ['token_revoked', { about: 'us', wholly: true }],
  ['invalid_auth', { about: 'us', wholly: true }],
  ['account_inactive', { about: 'us', wholly: true }],
  ['not_allowed_token_type', { about: 'us', wholly: true }],
  ['team_access_not_granted', { about: 'us', wholly: true }],
  ['missing_scope', { about: 'us', wholly: false }],
  ['restricted_action', { about: 'us', wholly: false }],
  ['is_archived', { about: 'place', gone: true }],
  ['channel_not_found', { about: 'place', gone: true }],
  ['not_in_channel', { about: 'place', gone: true }],
  ['too_many_pins', { about: 'place', gone: false }],
  ['user_disabled', { about: 'person', because: 'gone' }],
  ['cannot_dm_bot', { about: 'person', because: 'closed' }],
  ['user_is_restricted', { about: 'person', because: 'guest' }],
  ['message_not_found', { about: 'message', gone: true }],
  ['invalid_blocks', { about: 'message', gone: false }],
])('met-B2: %s speaks of what it speaks of, and the error carries it with the call', (code, expected) => {
  expect(refusedBy(code)).toEqual(expected);
  expect(refused(code)).toMatchObject({
    name: 'PermanentError',
    code,
    refusal: { refused: expected, method: 'chat.postMessage', place: 'C1' },
  });
});

it.each(['ratelimited', 'internal_error', 'service_unavailable', 'request_timeout'])('%s passes by itself', (code) => {
  expect(refused(code)).toMatchObject({ name: 'TransientError', code });
});

it('a word that nobody knows is about the message; one that every object has is no entry', () => {
  for (const code of ['a_word_of_tomorrow', 'constructor', '__proto__', 'toString'])
    expect(refusedBy(code)).toEqual({ about: 'message', gone: false });
});

it('a client error without a word of Slack comes from between us and Slack, and is about us', () => {
  const error = new WebAPIHTTPError(407, 'Proxy Authentication Required', {} as never);
  expect(slackError({ method: 'chat.update' }, error, 1_000)).toMatchObject({ refusal: { refused: { about: 'us', wholly: true } } });
});

it('every word of Slack’s that has advice stands in the table, or is about a message or a click', () => {
  expect(ADVISED.length).toBeGreaterThan(20);
  const ofOneCall = ['expired_trigger_id', 'exchanged_trigger_id', 'msg_too_long'];
  expect(ADVISED.filter((word) => !KNOWN_REFUSALS.includes(word) && !ofOneCall.includes(word))).toEqual([]);
});
