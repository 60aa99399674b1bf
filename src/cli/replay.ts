import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createPresenter } from '../bot/surfaces/presenter.ts';
import { readCommandLine } from '../command-line.ts';
import { ConfigError, loadConfig } from '../config.ts';
import { errorText, OperatorError, UserError } from '../domain/errors.ts';
import { PlaybookError } from '../domain/playbook/playbook-error.ts';
import { type Recording, recordingSchema } from '../domain/replay/recording.ts';
import { parseDuration } from '../domain/time/duration.ts';
import { useEnvFile } from '../env-file.ts';
import { Accounts } from '../integrations/accounts/accounts.ts';
import { Secret } from '../integrations/accounts/secret.ts';
import { createLog } from '../integrations/log.ts';
import { createMetrics } from '../integrations/metrics/index.ts';
import { prometheusAccount } from '../integrations/metrics/prometheus.ts';
import { readServiceAt, serviceOf } from '../read-organisation.ts';
import { openStorage } from '../storage/index.ts';
import { SENDER_TITLES } from '../web/alerts/index.ts';
import { play, type ReplayEvent } from '../workflows/replay/play.ts';
import { record } from '../workflows/replay/record.ts';

/**
 * `npm run replay -- recording.json`: what would have happened, and when, had Bongsu watched with this playbook. `npm run replay -- record`
 * makes a recording from Prometheus and the database. Exit code 2: something is wrong with what was asked for; the sentence says what to do.
 */
const USAGE = [
  'npm run replay -- recording.json [--playbook playbooks/coupon.yml, or a folder] [--json]',
  'npm run replay -- record --last 2h [--until 2026-03-02T12:00:00Z] [--step 15s] [--prometheus URL] [--playbook …] [--service key] [--out recording.json]',
].join('\n  ');
const TIMEOUT_MS = 30_000;
const PLAYBOOK = 'playbooks/coupon.yml';

try {
  const { values, path } = readArguments();
  useEnvFile();
  if (path === 'record') await recordTo(values);
  else await replay(path, values);
} catch (error) {
  const expected = error instanceof UserError || error instanceof ConfigError || error instanceof PlaybookError;
  if (!expected) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

function readArguments() {
  const text = { type: 'string' } as const;
  const options = {
    playbook: text,
    service: text,
    last: text,
    until: text,
    step: text,
    prometheus: text,
    out: text,
    json: { type: 'boolean', default: false },
  } as const;
  const { values, words } = readCommandLine({ usage: USAGE, options, words: true });
  const [path] = words;
  if (path === undefined || words.length > 1) throw new OperatorError('bad_argument', `Give one recording, or record.\n  ${USAGE}`);
  return { values, path };
}

type Values = ReturnType<typeof readArguments>['values'];

async function replay(path: string, values: Values): Promise<void> {
  const recording = readRecording(path);
  const { organisation, key } = await readServiceAt(values.playbook ?? PLAYBOOK);
  const playbook = organisation.services.find(({ service }) => service.key === recording.service) ?? serviceOf(organisation, key);
  if (recording.service !== playbook.service.key) {
    throw new OperatorError(
      'other_service',
      `The recording is of ${recording.service}, the playbook of ${playbook.service.key}: give the right one with --playbook.`,
    );
  }
  const { team, service } = playbook;
  const present = createPresenter({
    language: team.language,
    zone: team.zone,
    service: { key: service.key, name: service.name },
    channelPrefix: team.channels.prefix,
    command: '/incident',
    senders: SENDER_TITLES,
  });
  const events = play(playbook, recording, present);
  process.stdout.write(`${values.json ? JSON.stringify(events) : readable(recording, events)}\n`);
}

/** A line for each thing that would have happened; the briefing stands below it. */
function readable(recording: Recording, events: readonly ReplayEvent[]): string {
  const span = `${recording.from.toISOString()} to ${recording.to.toISOString()}`;
  if (events.length === 0) return `${span}: nothing would have happened.`;
  const lines = events.flatMap(({ at, incident, text, briefing, diagnosis }) => {
    const evidence = (diagnosis?.causes[0]?.evidence ?? []).map(
      ({ signal, value, normal }) => `      ${signal} ${short(value)}${normal === undefined ? '' : ` (normally ${short(normal)})`}`,
    );
    return [
      `${at.toISOString()}  ${incident === undefined ? '  ' : `#${incident}`}  ${text}`,
      ...(briefing ? [`      ${briefing}`] : []),
      ...evidence,
    ];
  });
  const opened = events.filter(({ kind }) => kind === 'opened').length;
  return [span, ...lines, '', `${opened} ${opened === 1 ? 'incident' : 'incidents'} would have been opened.`].join('\n');
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

async function recordTo(values: Values): Promise<void> {
  const lastMs = values.last === undefined ? undefined : parseDuration(values.last);
  const stepMs = parseDuration(values.step ?? '15s');
  const to = values.until === undefined ? new Date() : new Date(values.until);
  if (lastMs === undefined || stepMs === undefined || stepMs < 1_000 || Number.isNaN(to.getTime())) {
    throw new OperatorError(
      'bad_argument',
      `Say how much to record with --last 2h; --until is a time such as 2026-03-02T12:00:00Z, --step at least 1s.\n  ${USAGE}`,
    );
  }
  const config = values.prometheus === undefined ? loadConfig() : undefined;
  const { organisation, key } = await readServiceAt(values.playbook ?? config?.playbook ?? PLAYBOOK);
  const playbook = serviceOf(organisation, values.service ?? key);
  const accounts = config?.accounts ?? new Accounts(new Map([[prometheusAccount, new Secret(values.prometheus ?? '')]]));
  const log = createLog({ level: 'silent' });
  const metrics = createMetrics(accounts, { log });
  const history = async (from: Date, end: Date) => {
    if (config?.databaseUrl === undefined) throw new Error('without --prometheus and with DATABASE_URL they are taken from there');
    const storage = await openStorage({ url: config.databaseUrl.reveal(), log });
    return await storage.alertChanges.between(from, end).finally(() => storage.close());
  };
  try {
    const span = { from: new Date(to.getTime() - lastMs), to, stepMs, timeoutMs: TIMEOUT_MS };
    const { recording, missing } = await record(playbook, { metrics, history }, span);
    for (const { what, why } of missing) process.stderr.write(`${what} left out: ${why}\n`);
    for (const [key, spans] of Object.entries(recording.doubtful ?? {}))
      process.stderr.write(
        `${key} is only a part of what it was in ${spans.length === 1 ? 'one stretch' : `${spans.length} stretches`} of time\n`,
      );
    if (Object.keys(recording.signals).length === 0 && recording.alerts?.length === 0)
      throw new OperatorError('nothing_recorded', 'No signal and no alert could be recorded; nothing was written.');
    const text = JSON.stringify(recording);
    if (values.out === undefined) process.stdout.write(`${text}\n`);
    else await writeFile(values.out, text);
  } finally {
    await metrics.close();
  }
}

function readRecording(path: string): Recording {
  const parsed = recordingSchema.safeParse(jsonOf(textOf(path)));
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new OperatorError(
    'bad_recording',
    `${path} is not a recording: ${first?.path.join('.') || 'the whole'} ${first?.message ?? ''}. Make one with npm run replay -- record.`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OperatorError('bad_recording', `The recording is not JSON: ${errorText(error)}.`, { cause: error });
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new OperatorError('no_such_file', `${path} cannot be read: ${errorText(error)}.\n  ${USAGE}`, { cause: error });
  }
}
