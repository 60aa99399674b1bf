export { createSlackChat, type SlackChat, type SlackIdentity } from './slack-chat.ts';
