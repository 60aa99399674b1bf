/** What to do about a word of Slack's. */
export const slackAdvice = {
  advice: {
    invalid_auth: 'Slack does not accept the token: check SLACK_BOT_TOKEN (OAuth & Permissions → Bot User OAuth Token).',
    not_authed: 'Slack got no token: set SLACK_BOT_TOKEN.',
    account_inactive: 'The app was removed from the workspace: install it again and set the new SLACK_BOT_TOKEN.',
    token_revoked: 'The token was revoked: install the app again and set the new SLACK_BOT_TOKEN.',
    token_expired: 'The token has expired: turn token rotation off for this app, install it again and set the new SLACK_BOT_TOKEN.',
    team_access_not_granted: 'The app may not act in this workspace: an admin of the organisation must approve it here.',
    org_login_required: 'The organisation is moving or wants a new login: install the app again and set the new SLACK_BOT_TOKEN.',
    not_allowed_token_type: 'This kind of token may not do that: SLACK_BOT_TOKEN must be the bot token, which begins with xoxb-.',
    no_permission: 'The workspace does not let this app do that: ask a workspace admin to approve its scopes.',
    ekm_access_denied: 'Administrators have suspended posting in this workspace.',
    not_in_channel: 'Bongsu is not in that channel. Invite it there with /invite.',
    channel_not_found: 'Bongsu cannot see that channel: check its id in the playbook, and invite Bongsu if the channel is private.',
    is_archived: 'That channel is archived: unarchive it, or name another one in the playbook.',
    restricted_action:
      'This workspace does not let the app do that. Ask a workspace administrator to allow it. The place is Settings → Permissions.',
    restricted_action_read_only_channel:
      'That channel is read-only: allow this app to post there, or name another channel in the playbook.',
    restricted_action_thread_only_channel: 'That channel takes only thread replies: name another channel in the playbook.',
    restricted_action_non_threadable_channel: 'That channel takes no thread replies: name another channel in the playbook.',
    name_taken: 'A channel of that name exists already.',
    user_not_found: 'Slack knows no such user: check the ids under team.people in the playbook.',
    user_disabled: 'That user is deactivated: take them out of the playbook.',
    users_not_found: 'Slack knows no such users: check the ids under team.people in the playbook.',
    cannot_dm_bot: 'A bot cannot be written to: name a person under team.people in the playbook.',
    expired_trigger_id: 'More than three seconds went by since the click: do it again.',
    exchanged_trigger_id: 'That click was answered already: do it again.',
    msg_too_long: 'The message is longer than Slack takes.',
    too_many_pins: 'The channel has as many pins as Slack allows: remove one.',
    too_many_bookmarks: 'The channel has as many bookmarks as Slack allows: remove one.',
    message_limit_exceeded: 'The workspace is out of its posting limit.',
  },
  whatNeeds: (method: string) => `what ${method} needs`,
  appLacksAScope:
    'The app lacks a scope: `npm run doctor` names it. Add it under OAuth & Permissions → Bot Token Scopes and install the app again.',
  appLacksThisScope: (what: string) =>
    `The app lacks a scope: add ${what} under OAuth & Permissions → Bot Token Scopes and install the app again.`,
  noChannels:
    'The workspace does not let this app create channels: ask a workspace admin to allow it (Settings → Permissions → Channel Management).',
};
