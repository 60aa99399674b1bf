import { z } from 'zod';

/** What is read of Slack's answers; every other field is dropped here. */

const nextCursor = { response_metadata: z.object({ next_cursor: z.string().optional() }).optional() };

export const nothing = z.object({});

export const identity = z.object({
  user_id: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  team_id: z.string(),
  team: z.string().optional(),
  enterprise_id: z.string().nullish(),
  url: z.string().optional(),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

export const oneChannel = z.object({ channel: z.object({ id: z.string(), name: z.string() }) });

export const direct = z.object({ channel: z.object({ id: z.string() }) });

export const channelInfo = z.object({
  channel: z.object({
    id: z.string(),
    name: z.string().optional(),
    is_member: z.boolean().optional(),
    is_archived: z.boolean().optional(),
    is_ext_shared: z.boolean().optional(),
    is_private: z.boolean().optional(),
    topic: z.object({ value: z.string() }).optional(),
  }),
});

export const ownChannels = z.object({
  channels: z.array(
    z.object({ id: z.string(), name: z.string().optional(), creator: z.string().optional(), created: z.number().optional() }),
  ),
  ...nextCursor,
});

export const invited = z.object({ errors: z.array(z.object({ user: z.string().optional(), error: z.string().optional() })).optional() });

export const posted = z.object({ channel: z.string(), ts: z.string() });

export const messages = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z.object({ event_type: z.string().optional(), event_payload: z.record(z.string(), z.unknown()).optional() }).optional(),
    }),
  ),
  ...nextCursor,
});

export const foundMessages = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      user: z.string().optional(),
      bot_id: z.string().optional(),
      text: z.string().default(''),
      files: z.array(z.object({ name: z.string().nullish(), permalink: z.string().optional() })).optional(),
    }),
  ),
});

export const permalink = z.object({ permalink: z.string() });

export const bookmarks = z.object({ bookmarks: z.array(z.object({ link: z.string().nullish() })) });

export const uploadPlace = z.object({ upload_url: z.url(), file_id: z.string() });

export const opened = z.object({ view: z.object({ id: z.string() }) });

export const groupMembers = z.object({ users: z.array(z.string()) });

const user = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  deleted: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  is_ultra_restricted: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  enterprise_user: z.object({ teams: z.array(z.string()).optional() }).optional(),
});

export const person = z.object({ user });

/** With what tells people apart by name. */
const namedUser = user.extend({
  name: z.string().optional(),
  real_name: z.string().optional(),
  is_bot: z.boolean().optional(),
  profile: z.object({ display_name: z.string().optional(), real_name: z.string().optional(), email: z.string().optional() }).optional(),
});

export const namedPerson = z.object({ user: namedUser });

export const people = z.object({ members: z.array(namedUser), ...nextCursor });

export const channels = z.object({ channels: z.array(z.object({ id: z.string(), name: z.string() })), ...nextCursor });

/** What is said of snoozing only the person themselves may see; where it is there, it counts. */
/** https://docs.slack.dev/reference/methods/users.getPresence */
export const presence = z.object({ presence: z.string() });

export const doNotDisturb = z.object({
  dnd_enabled: z.boolean(),
  next_dnd_start_ts: z.number().optional(),
  next_dnd_end_ts: z.number().optional(),
  snooze_enabled: z.boolean().optional(),
  snooze_endtime: z.number().optional(),
});

export const socketAddress = z.object({ url: z.string() });
