import { createHash } from 'node:crypto';
import type { Config } from './config.ts';
import { DEDUP_PREFIX } from './domain/alerts/alert.ts';
import { errorText } from './domain/errors.ts';
import type { Organisation } from './domain/playbook/organisation.ts';
import { checkPlaybook } from './domain/playbook/parse.ts';
import { PlaybookError } from './domain/playbook/playbook-error.ts';
import { KNOWN_NAMES } from './known-names.ts';
import { readOrganisation } from './read-organisation.ts';
import type { RuntimeMaker } from './service-runtimes.ts';
import { send } from './workflows/messages/chat-message.ts';
import { presentFor } from './workflows/messages/present-for.ts';
import { slackIds } from './workflows/oncall/people.ts';
import type { WholeRuntime } from './workflows/runtime/runtime.ts';
import type { ReplaceableServices } from './workflows/runtime/services.ts';

/** What became of a look at the playbooks. */
export type Reloaded = 'same' | 'taken' | 'refused';

/** So many mistakes are told in Slack; the log and `npm run check` have all of them. */
const TOLD = 5;

interface Parts {
  whole: WholeRuntime;
  services: ReplaceableServices;
  make: RuntimeMaker;
}

/** Calls the groups of alerts as they are called while there are so many services. */
export async function rescopeGroups({ storage, services }: WholeRuntime): Promise<void> {
  const scopes = services.all.map(({ playbook, scope }) => ({ service: playbook.service.key, scope }));
  await storage.transaction((stores) => stores.services.rescope(scopes, DEDUP_PREFIX));
}

/** Writes down the playbooks as they are now, and takes up those of incidents that were opened with an older one. */
export async function takeUpPlaybooks({ whole, services, make }: Parts, organisation: Organisation): Promise<void> {
  const { storage, log } = whole;
  const written = writtenIn(organisation);
  if (written.length === 0) return;
  await storage.playbooks.remember(written);
  for (const { service, version, content } of await storage.playbooks.ofOpenIncidents(written)) {
    const { playbook } = checkPlaybook(content, KNOWN_NAMES);
    if (!playbook) {
      log.warn({ service, version }, 'An older playbook is no good for this release; its incidents go on with the newest.');
      continue;
    }
    const runtime = make.one(playbook, version, organisation);
    runtime.services = services;
    services.keepVersion(runtime);
  }
}

/**
 * Reads the playbooks anew: what is wrong is refused, said to the leads once, and those in force stay; what is right counts from now on, for everything but the incidents under way. Never
 * rejects.
 */
export async function reloadPlaybooks(config: Pick<Config, 'playbook'>, parts: Parts): Promise<Reloaded> {
  const { whole, services, make } = parts;
  const { log } = whole;
  let organisation: Organisation;
  try {
    organisation = await readOrganisation(config.playbook);
  } catch (error) {
    log.error({ err: error }, 'The playbook was changed and cannot be used; the one in force stays.');
    await tellLeads(parts, error).catch((problem) => log.warn({ err: problem }, 'The leads could not be told of it.'));
    return 'refused';
  }
  const versions = new Map(writtenIn(organisation).map(({ service, version }) => [service, version]));
  const isSame =
    services.all.length === versions.size && services.all.every(({ playbook, version }) => versions.get(playbook.service.key) === version);
  if (isSame) return 'same';
  try {
    const runtimes = make.all(organisation);
    for (const runtime of runtimes) runtime.services = services;
    await whole.storage.playbooks.remember(writtenIn(organisation));
    services.replace(runtimes, organisation);
    await rescopeGroups(whole);
  } catch (error) {
    log.error({ err: error }, 'The playbook was changed and could not be taken; it is tried again at the next change, or at a SIGHUP.');
    return 'refused';
  }
  for (const topic of ['watches', 'heap-baselines', 'user-groups'] as const) whole.waker.wake(topic, whole.clock.now());
  log.info({ services: Object.fromEntries(versions) }, 'The playbook was changed; it counts from now on. Incidents under way keep theirs.');
  return 'taken';
}

function writtenIn({ versions }: Organisation): { service: string; version: string; content: unknown }[] {
  return [...(versions ?? [])].map(([service, { version, content }]) => ({ service, version, content }));
}

/** Each lead once for each mistake that was made, however many processes read it. */
async function tellLeads({ whole, services }: Parts, error: unknown): Promise<void> {
  const problems = error instanceof PlaybookError ? error.problems.length : 1;
  const [, ...said] = errorText(error).split('\n');
  const lines = (said.length > 0 ? said : [errorText(error)]).slice(0, TOLD);
  const digest = createHash('sha256').update(errorText(error)).digest('hex').slice(0, 20);
  const told = new Set<string>();
  for (const runtime of services.all) {
    const { leads, members, people } = runtime.playbook.team;
    const keys = leads.length > 0 ? leads : (members ?? Object.keys(people)).slice(0, 1);
    for (const user of slackIds(runtime.playbook, keys)) {
      if (told.has(user)) continue;
      told.add(user);
      await send(runtime, whole.storage, {
        key: `playbook-refused:${digest}:${user}`,
        incidentId: null,
        lane: 'update',
        destination: { to: 'direct', user },
        message: presentFor(runtime, { person: user }).playbookRefused({ lines, problems }),
      });
    }
  }
  whole.waker.wake('outbox', whole.clock.now());
}
