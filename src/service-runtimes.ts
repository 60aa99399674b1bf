import { createPresenter } from './bot/surfaces/presenter.ts';
import type { Config } from './config.ts';
import type { Bilingual } from './domain/language/bilingual.ts';
import type { Organisation } from './domain/playbook/organisation.ts';
import { scaleDurations } from './domain/playbook/scale-durations.ts';
import type { Playbook } from './domain/playbook/schema.ts';
import type { Bridge } from './domain/ports/bridge.ts';
import { recordOf } from './domain/text/own.ts';
import { findBridge, noBridge } from './integrations/bridges/index.ts';
import { createEvidence } from './integrations/evidence.ts';
import { createPagers } from './integrations/pagers/index.ts';
import { SENDER_TITLES } from './web/alerts/index.ts';
import type { Runtime, WholeRuntime } from './workflows/runtime/runtime.ts';

/** What makes the runtime of a service from what the whole process has. */
export interface RuntimeMaker {
  /** One for each playbook, with what is different for each; the services are filled in by whoever puts them together. */
  all(organisation: Organisation): Runtime[];
  /** One by itself, of a playbook that is not the newest any more. */
  one(playbook: Playbook, version: string, organisation: Organisation): Runtime;
  /** Has those that are there, and every later one, ready before they are needed. Not before the process knows the time. */
  warm(): void;
  /** Lets go of what every one of them opened. */
  close(): void;
}

/** Incidents of rehearsals and tests have no version: their playbooks were read by nobody. */
const UNWRITTEN = '';

export function createRuntimeMaker(
  config: Config,
  shared: Omit<WholeRuntime, 'services'>,
  { zoomTimeoutMs }: { zoomTimeoutMs?: number | undefined },
): RuntimeMaker {
  const bridges: { warm: () => void; close: () => void }[] = [];
  let isWarm = false;

  function one(written: Playbook, version: string, { services }: Organisation): Runtime {
    const playbook = scaleDurations(written, config.timeScale);
    const { team, service } = playbook;
    const { bridge, ...opened } = createBridge(config, playbook, shared, zoomTimeoutMs);
    bridges.push(opened);
    if (isWarm) opened.warm();
    const { clock, log, mailer, mask } = shared;
    return {
      ...shared,
      services: undefined as never,
      playbook,
      version,
      scope: services.length > 1 ? `${service.key}/` : '',
      bridge,
      evidence: createEvidence(config.accounts, { playbook, mask, dataDir: config.dataDir }),
      pagers: createPagers(config.accounts, { clock, log, mailer, team, service }),
      present: createPresenter({
        language: team.language,
        zone: team.zone,
        service: { key: service.key, name: service.name },
        channelPrefix: team.channels.prefix,
        channelName: team.channels.name,
        ...(services.length > 1 && { services: namesOf(services) }),
        command: config.command,
        senders: SENDER_TITLES,
      }),
    };
  }

  return {
    one,
    all: (organisation) =>
      organisation.services.map((playbook) =>
        one(playbook, organisation.versions?.get(playbook.service.key)?.version ?? UNWRITTEN, organisation),
      ),
    warm() {
      isWarm = true;
      for (const { warm } of bridges) warm();
    },
    close() {
      for (const { close } of bridges) close();
    },
  };
}

/** What people call each service. */
function namesOf(playbooks: readonly Playbook[]): Record<string, Bilingual> {
  return recordOf(playbooks.map(({ service }): [string, Bilingual] => [service.key, service.name]));
}

function createBridge(
  { accounts }: Config,
  playbook: Playbook,
  { clock, log }: Pick<WholeRuntime, 'clock' | 'log'>,
  timeoutMs: number | undefined,
): { bridge: Bridge; warm: () => void; close: () => void } {
  const { hosts } = playbook.team.bridge;
  const found = findBridge(accounts, { hosts, clock, log, ...(timeoutMs !== undefined && { timeoutMs }) });
  if (!found) return { bridge: noBridge(), warm: () => {}, close: () => {} };
  const { bridge, kind } = found;
  const later = `${kind.title} is not ready yet; it is asked again when a meeting is needed.`;
  return { bridge, warm: () => void bridge.warm().catch((error) => log.warn({ err: error }, later)), close: () => bridge.close() };
}
