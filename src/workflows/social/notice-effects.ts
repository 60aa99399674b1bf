import { z } from 'zod';
import type { Language } from '../../domain/language/bilingual.ts';
import { languageFor } from '../../domain/language/language-for.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { SocialNetwork } from '../../domain/ports/social-networks.ts';
import type { SocialNoticeRow } from '../../storage/index.ts';
import { effect } from '../runtime/effect.ts';
import type { Runtime } from '../runtime/runtime.ts';

const which = { incident: z.number(), number: z.number() };
/** What leaves for one network about one incident leaves in its order, and waits for no other network. */
const onNetwork = ({ incident, network }: { incident: number; network: string }) => `incident ${incident} network ${network}`;

/** `approval`: the revision in which it was approved, so that of one which was opened again nothing leaves. */
export const postEffect = effect('social.post', {
  payload: z.object({ ...which, network: z.string(), approval: z.number() }),
  place: onNetwork,
});
export const withdrawEffect = effect('social.withdraw', { payload: z.object({ ...which, network: z.string() }), place: onNetwork });
export const showEffect = effect('social.show', {
  payload: z.object({ ...which, revision: z.number() }),
  place: ({ incident, number }) => `incident ${incident} social ${number}`,
  atHome: true,
});

/** By which one posting is known, whoever tries it. */
export function postKey({ incidentId, number }: Pick<SocialNoticeRow, 'incidentId' | 'number'>, network: string, approval: number): string {
  return `social-post:${incidentId}:${number}:${network}:${approval}`;
}

/** As people call it. */
export function networkTitle({ socialNetworks }: Pick<Runtime, 'socialNetworks'>, name: string): string {
  return socialNetworks.find((one) => one.name === name)?.title ?? name;
}

/** A network by its name; undefined for one that a newer release does not have any more. */
export function networkNamed({ socialNetworks }: Pick<Runtime, 'socialNetworks'>, name: string): SocialNetwork | undefined {
  return socialNetworks.find((one) => one.name === name);
}

/** In which a network is told. */
export function languageOn({ team }: Playbook, { language }: { language?: Language | undefined }): Language {
  return language ?? team.language;
}

/** In which a help desk is told. */
export function languageAt({ team }: Playbook, { language }: { language?: Language | undefined }): Language {
  return language ?? languageFor(team, { channel: team.channels.support });
}
