import type { slackAdvice as english } from '../en/slack-advice.ts';

export const slackAdvice: typeof english = {
  advice: {
    invalid_auth: 'Slack이 토큰을 받지 않습니다. SLACK_BOT_TOKEN을 확인해 주세요 (OAuth & Permissions → Bot User OAuth Token).',
    not_authed: 'Slack에 토큰이 전달되지 않았습니다. SLACK_BOT_TOKEN을 설정해 주세요.',
    account_inactive: '앱이 워크스페이스에서 제거되었습니다. 다시 설치하고 새 SLACK_BOT_TOKEN을 설정해 주세요.',
    token_revoked: '토큰이 취소되었습니다. 앱을 다시 설치하고 새 SLACK_BOT_TOKEN을 설정해 주세요.',
    token_expired: '토큰이 만료되었습니다. 이 앱의 token rotation을 끄고 다시 설치한 뒤 새 SLACK_BOT_TOKEN을 설정해 주세요.',
    team_access_not_granted: '앱이 이 워크스페이스에서 허용되지 않았습니다. 조직 관리자가 이 워크스페이스에 앱을 승인해야 합니다.',
    org_login_required: '조직을 이전 중이거나 다시 로그인해야 합니다. 앱을 다시 설치하고 새 SLACK_BOT_TOKEN을 설정해 주세요.',
    not_allowed_token_type: '이 종류의 토큰으로는 할 수 없습니다. SLACK_BOT_TOKEN은 xoxb-로 시작하는 봇 토큰이어야 합니다.',
    no_permission: '워크스페이스가 이 앱에 허용하지 않습니다. 관리자에게 scope 승인을 요청해 주세요.',
    ekm_access_denied: '관리자가 이 워크스페이스의 게시를 중단했습니다.',
    not_in_channel: '봉수가 그 채널에 없습니다. 채널에서 /invite @Bongsu 명령으로 초대해 주세요.',
    channel_not_found: '봉수가 그 채널을 볼 수 없습니다. 플레이북의 ID를 확인하고, 비공개 채널이면 봉수를 초대해 주세요.',
    is_archived: '보관된 채널입니다. 보관을 해제하거나 플레이북에 다른 채널을 지정해 주세요.',
    restricted_action: '이 워크스페이스에서는 앱에 허용되지 않은 작업입니다. 관리자에게 허용을 요청해 주세요 (Settings → Permissions).',
    restricted_action_read_only_channel: '읽기 전용 채널입니다. 이 앱의 게시를 허용하거나 플레이북에 다른 채널을 지정해 주세요.',
    restricted_action_thread_only_channel: '스레드 답글만 받는 채널입니다. 플레이북에 다른 채널을 지정해 주세요.',
    restricted_action_non_threadable_channel: '스레드 답글을 받지 않는 채널입니다. 플레이북에 다른 채널을 지정해 주세요.',
    name_taken: '같은 이름의 채널이 이미 있습니다.',
    user_not_found: 'Slack에 그런 사용자가 없습니다. 플레이북의 team.people ID를 확인해 주세요.',
    user_disabled: '비활성화된 사용자입니다. 플레이북에서 빼 주세요.',
    users_not_found: 'Slack에 그런 사용자들이 없습니다. 플레이북의 team.people ID를 확인해 주세요.',
    cannot_dm_bot: '봇에게는 메시지를 보낼 수 없습니다. 플레이북의 team.people에 사람을 지정해 주세요.',
    expired_trigger_id: '클릭한 지 3초가 넘었습니다. 다시 눌러 주세요.',
    exchanged_trigger_id: '이미 처리된 클릭입니다. 다시 눌러 주세요.',
    msg_too_long: 'Slack이 받을 수 있는 것보다 긴 메시지입니다.',
    too_many_pins: '채널의 고정 메시지가 Slack 한도에 이르렀습니다. 하나를 빼 주세요.',
    too_many_bookmarks: '채널의 북마크가 Slack 한도에 이르렀습니다. 하나를 빼 주세요.',
    message_limit_exceeded: '워크스페이스의 게시 한도를 다 썼습니다.',
  },
  whatNeeds: (method) => `${method}에 필요한 scope`,
  appLacksAScope:
    '앱에 scope가 부족합니다. 부족한 scope는 `npm run doctor`로 확인할 수 있습니다. OAuth & Permissions → Bot Token Scopes에 추가하고 앱을 다시 설치해 주세요.',
  appLacksThisScope: (what) =>
    `앱에 scope가 부족합니다. OAuth & Permissions → Bot Token Scopes에 추가하고 앱을 다시 설치해 주세요: ${what}`,
  noChannels:
    '워크스페이스가 이 앱의 채널 생성을 허용하지 않습니다. 관리자에게 요청해 주세요 (Settings → Permissions → Channel Management).',
};
