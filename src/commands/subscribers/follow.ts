import { z } from 'zod';
import { writtenAs } from '../../domain/incident/actor.ts';
import { SEVERITIES } from '../../domain/incident/states.ts';
import { worded } from '../../languages/worded.ts';
import { channelHere, type Follower, follow as followIt, unfollow as unfollowIt } from '../../workflows/subscribers/follow.ts';
import { about, number, service } from '../arguments.ts';
import { type CommandInput, generalCommand } from '../command.ts';
import { components } from '../maintenance/arguments.ts';
import { whoeverAsks } from '../somebody.ts';
import { choice, listOption, serviceWord, type WordReader } from '../words/readers.ts';

/** `#7`, or nothing else: a number by itself may be anything. */
const incidentWord: WordReader = {
  kind: 'word',
  shown: () => '#7',
  example: worded(() => '#7'),
  read: (text) => (/^#\d{1,9}$/.test(text) ? { value: Number(text.slice(1)) } : undefined),
};

const args = z.object({
  incident: about(number().optional(), { what: worded(({ subscriptions }) => subscriptions.incident), examples: [7] }),
  service: service(),
  least: about(z.enum(SEVERITIES).optional(), { what: worded(({ subscriptions }) => subscriptions.least), examples: ['sev2'] }),
  components,
});
const words = { incident: incidentWord, service: serviceWord, least: choice(SEVERITIES), components: listOption('components') };
type Input = CommandInput<z.output<typeof args>>;

async function followed({ runtime, cause, actor, args }: Input, follower: Follower) {
  await followIt(runtime, { cause, by: writtenAs(actor), follower, ...args });
  return { show: 'following' as const, view: { did: 'followed' as const, where: follower.kind, ...given(args) } };
}

async function unfollowed({ runtime, cause, actor, args }: Input, follower: Follower) {
  const did = (await unfollowIt(runtime, { cause, by: writtenAs(actor), follower, ...args }))
    ? ('unfollowed' as const)
    : ('not-following' as const);
  return { show: 'following' as const, view: { did, where: follower.kind, ...given(args) } };
}

function given({ incident, service, least, components: parts }: z.output<typeof args>) {
  return {
    ...(incident !== undefined && { incident }),
    ...(service !== undefined && { service }),
    ...(least !== undefined && { least }),
    ...(parts !== undefined && { components: parts }),
  };
}

const me = ({ actor }: Input): Follower => ({ kind: 'person', id: whoeverAsks(actor) });
const here = ({ place }: Input): Follower => channelHere(place.channel);

export const follow = generalCommand({
  name: 'follow',
  summary: worded(({ subscriptions }) => subscriptions.followSummary),
  args,
  words,
  permission: 'everyone',
  changes: true,
  run: async (input) => await followed(input, me(input)),
});

export const followHere = generalCommand({
  name: 'follow here',
  summary: worded(({ subscriptions }) => subscriptions.followHereSummary),
  args,
  words,
  permission: 'responder',
  changes: true,
  run: async (input) => await followed(input, here(input)),
});

export const unfollow = generalCommand({
  name: 'unfollow',
  summary: worded(({ subscriptions }) => subscriptions.unfollowSummary),
  args,
  words,
  permission: 'everyone',
  changes: true,
  evenUnknown: true,
  run: async (input) => await unfollowed(input, me(input)),
});

export const unfollowHere = generalCommand({
  name: 'unfollow here',
  summary: worded(({ subscriptions }) => subscriptions.unfollowHereSummary),
  args,
  words,
  permission: 'responder',
  changes: true,
  run: async (input) => await unfollowed(input, here(input)),
});
