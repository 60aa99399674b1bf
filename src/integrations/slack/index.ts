export { createSlackChat, type SlackChat, type SlackIdentity } from './slack-chat.ts';
export { createSocketAddresses } from './socket-address.ts';
