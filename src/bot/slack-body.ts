/** Why a request that claims to come from Slack is not taken. */
export type SlackRefusal =
  /** Larger than anything Slack sends. */
  | 'too-large'
  /** It does not say when it was signed, or how. */
  | 'unsigned'
  /** Signed longer ago than five minutes: somebody may have kept it. */
  | 'stale'
  /** Signed by somebody else. */
  | 'signature'
  /** Neither JSON nor a form that holds any, or not an object. */
  | 'unreadable'
  /** An object of no kind that is listened to, or without the parts that its kind has. */
  | 'unknown-type';

type Fields = Readonly<Record<string, unknown>>;

/** What a body says that is a form (with JSON in its field `payload`, or a command) or JSON; undefined when it is neither. */
export function bodyIn(text: string, contentType: string): unknown {
  if (!/^application\/x-www-form-urlencoded\b/i.test(contentType)) return jsonOf(text);
  const form = new URLSearchParams(text);
  const payload = form.get('payload');
  return payload === null ? Object.fromEntries(form) : jsonOf(payload);
}

/**
 * A body that Slack has signed, when it is one of those that it sends: Bolt and the listeners take for granted what https://docs.slack.dev says of each kind, and a signature
 * does not promise it.
 */
export function understood(body: unknown): { body: Record<string, unknown> } | { refusal: 'unreadable' | 'unknown-type' } {
  if (!isObject(body)) return { refusal: 'unreadable' };
  return isKnown(body) && partsAreWell(body) ? { body } : { refusal: 'unknown-type' };
}

function isKnown(body: Fields): boolean {
  if (typeof body.command === 'string') return typeof body.user_id === 'string';
  switch (body.type) {
    case 'url_verification':
      return typeof body.challenge === 'string';
    case 'event_callback':
      return isObject(body.event) && typeof body.event.type === 'string';
    case 'block_actions':
      return (
        hasUser(body) &&
        Array.isArray(body.actions) &&
        body.actions.length > 0 &&
        body.actions.every((action) => isObject(action) && typeof action.action_id === 'string')
      );
    case 'view_submission':
    case 'view_closed':
      return hasUser(body) && isObject(body.view) && typeof body.view.id === 'string';
    case 'shortcut':
    case 'message_action':
      return hasUser(body) && typeof body.callback_id === 'string';
    default:
      return false;
  }
}

/** Parts that every kind may have, and that are objects or lists of them when they are there. */
function partsAreWell(body: Fields): boolean {
  const { channel, event, authorizations, response_urls: urls } = body;
  const within = isObject(event) ? event : {};
  const objects = [channel, within.item, ...(Array.isArray(authorizations) ? authorizations : []), ...(Array.isArray(urls) ? urls : [])];
  const lists = [authorizations, urls];
  return (
    objects.every((part) => part === undefined || isObject(part)) &&
    lists.every((part) => part === undefined || Array.isArray(part)) &&
    (within.channel === undefined || typeof within.channel === 'string' || isObject(within.channel))
  );
}

function hasUser({ user }: Fields): boolean {
  return isObject(user) && typeof user.id === 'string';
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
