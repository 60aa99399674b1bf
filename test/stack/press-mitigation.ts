import type { MessageState, ViewState } from '../../sandbox/slack/index.ts';
import type { World } from '../../sandbox/world.ts';
import type { App } from '../../src/app.ts';
import type { IncidentRow, MitigationRunRow } from '../../src/storage/index.ts';
import { eventually } from '../support/clocks/eventually.ts';
import type { Cure } from './cures.ts';

/** The briefing follows the diagnosis within this. */
const LOOKED_FOR_MS = 8_000;
/** Among them the verdict, which is awaited for as long as the playbook says. */
const WITHIN_MS = 120_000;

/** A bot, and the incident in whose channel people act. */
export interface Scene {
  app: App;
  world: World;
  incident: IncidentRow;
}

/**
 * As people in Slack: one opens the plan by its button, in the briefing where that offers it, otherwise in the list; reads it, and runs it. Another one approves it where the guard
 * wants that. Resolves with the run once it is done; rejects when the plan shows no change, or when it failed.
 */
export async function pressMitigation(scene: Scene, cure: Cure, by = 'minji', second = 'sora'): Promise<MitigationRunRow> {
  const { world, app, incident } = scene;
  const { storage, playbook } = app.runtime;
  const { mitigation } = cure;
  const opened = new Set(world.slack.views(userOf(world, by)).map(({ id }) => id));
  await openPlan(scene, cure, by);
  let last: ViewState | undefined;
  const says = () => JSON.stringify(last?.blocks ?? 'nothing');
  const form = await eventually(
    () => `a plan of ${mitigation}; the form says ${says()}`,
    () => {
      last = world.slack.views(userOf(world, by)).findLast(({ id }) => !opened.has(id));
      return last && /→/.test(says()) ? last : undefined;
    },
    WITHIN_MS,
  );
  await world.slack.submit({ by, viewId: form.id, values: {} });
  const run = await eventually(
    () => `a run of ${mitigation}; the form says ${says()}`,
    async () => {
      last = world.slack.views(userOf(world, by)).find(({ id }) => id === form.id);
      return (await storage.mitigationRuns.of(incident.id)).findLast(({ name }) => name === mitigation);
    },
    WITHIN_MS,
  );
  if (playbook.mitigations[mitigation]?.guard.second) await steer(scene, run.id, 'approve', second);
  return await untilRun(scene, run.id, ({ ranAt }) => ranAt !== null);
}

async function openPlan(scene: Scene, { mitigation, chosen }: Cure, by: string): Promise<void> {
  const { world, app, incident } = scene;
  if (chosen !== undefined) {
    await world.slack.slash(by, `mitigate #${incident.id} ${mitigation} ${chosen}`);
    return;
  }
  const actionId = `command.mitigate.${mitigation}`;
  const hasButton = ({ blocks }: MessageState) => JSON.stringify(blocks).includes(`"${actionId}"`);
  const channel = (await app.runtime.storage.incidents.find(incident.id))?.channelId ?? '';
  // The briefing offers a few; whoever does not find it there asks for the list.
  const until = performance.now() + LOOKED_FOR_MS;
  const found = await eventually(
    `the briefing's button ${actionId}`,
    () => world.slack.messages(channel).find(hasButton) ?? (performance.now() > until ? 'the list' : undefined),
    WITHIN_MS,
  );
  if (found !== 'the list') {
    await world.slack.click({ by, channel, ts: found.ts, actionId });
    return;
  }
  await world.slack.slash(by, `mitigate #${incident.id}`, { channel });
  const list = await eventually(`the list's button ${actionId}`, () => world.slack.ephemerals(userOf(world, by)).findLast(hasButton));
  await world.slack.click({ by, channel, ts: list.ts, actionId });
}

/** Resolves when its effect has been judged. */
export function untilJudged(scene: Scene, run: MitigationRunRow): Promise<MitigationRunRow> {
  return untilRun(scene, run.id, ({ verdict }) => verdict !== null);
}

/** As a person who takes it back by its button; resolves when that is done. */
export async function takeBack(scene: Scene, run: MitigationRunRow, by = 'minji'): Promise<MitigationRunRow> {
  await steer(scene, run.id, 'undo', by);
  return await untilRun(scene, run.id, ({ outcome, undoBy }) => undoBy !== null && outcome !== null);
}

/** What the message of a run says now. */
export function runMessage({ world }: Scene, run: MitigationRunRow): string {
  const message = run.channelId === null ? undefined : world.slack.messages(run.channelId).find(({ ts }) => ts === run.ts);
  return JSON.stringify(message?.blocks ?? []);
}

async function untilRun({ app }: Scene, id: number, is: (run: MitigationRunRow) => boolean): Promise<MitigationRunRow> {
  let last: MitigationRunRow | undefined;
  return await eventually(
    () => `what was wanted of mitigation run ${id}: ${JSON.stringify(last)}`,
    async () => {
      last = await app.runtime.storage.mitigationRuns.find(id);
      if (last?.problem) throw new Error(`mitigation run ${id} failed: ${JSON.stringify(last.problem)}`);
      return last && is(last) ? last : undefined;
    },
    WITHIN_MS,
    200,
  );
}

/** By the button in the message of the run, which may have to be written first. */
async function steer(scene: Scene, id: number, what: 'approve' | 'undo', by: string): Promise<void> {
  const { app, world } = scene;
  const actionId = `command.mitigate-${what}.${id}`;
  const run = await eventually(`a button ${actionId}`, async () => {
    const found = await app.runtime.storage.mitigationRuns.find(id);
    return found && runMessage(scene, found).includes(`"${actionId}"`) ? found : undefined;
  });
  await world.slack.click({ by, channel: run.channelId ?? '', ts: run.ts ?? '', actionId });
}

function userOf(world: World, name: string): string {
  return world.slack.users[name] ?? '';
}
