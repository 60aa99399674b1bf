export { createSlackChat, type SlackChat, type SlackIdentity } from './slack-chat.ts';
export { type ChannelFound, createSlackDirectory, type PersonFound, type SlackDirectory } from './slack-directory.ts';
export { createSocketAddresses } from './socket-address.ts';
