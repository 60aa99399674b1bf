import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchBot } from './bot.ts';
import { quantile } from './figures.ts';

export const PER_SECOND = 1_000;
const FULL_SECONDS = 10;
export const CONNECTIONS = 64;

export interface Answer {
  status: number;
  ms: number;
}

/** Of many answers; `perSecond` counts those that were accepted. */
export interface Answers {
  sent: number;
  accepted: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

/** Each has its time, from which its answer is measured: what a slow answer makes wait is measured too. */
export async function atRate(send: () => Promise<Answer>, seconds: number): Promise<Answers> {
  const answers: Answer[] = [];
  const began = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let number = next++; number < PER_SECOND * seconds; number = next++) {
        const dueAt = began + (number * 1_000) / PER_SECOND;
        if (dueAt > performance.now()) await pause(dueAt - performance.now());
        const { status } = await send();
        answers.push({ status, ms: performance.now() - dueAt });
      }
    }),
  );
  return figures(answers, performance.now() - began);
}

export async function asManyAsGo(send: () => Promise<Answer>): Promise<Answers> {
  const answers: Answer[] = [];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() - began < FULL_SECONDS * 1_000) answers.push(await send());
    }),
  );
  return figures(answers, performance.now() - began);
}

export function figures(answers: readonly Answer[], tookMs: number): Answers {
  const times = answers.map(({ ms }) => ms);
  const accepted = answers.filter(({ status }) => status >= 200 && status < 300).length;
  return {
    sent: answers.length,
    accepted,
    perSecond: Math.round(accepted / (tookMs / 1_000)),
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    maxMs: quantile(times, 1),
  };
}

/** Shares from 0 to 1 of a core, but `machine`'s: of all cores, whoever used them. It tells a slow bot from a machine that others use. */
export interface Load {
  sender: number;
  bot: number;
  machine: number;
  loopMs: { p99: number; max: number };
}

export async function loaded<T>(bot: Pick<BenchBot, 'usage'>, run: () => Promise<T>): Promise<{ answers: T; load: Load }> {
  const before = { at: performance.now(), sender: process.cpuUsage(), bot: await bot.usage(), machine: machineMs() };
  const answers = await run();
  const { user, system } = process.cpuUsage(before.sender);
  const [tookMs, usage, machine] = [performance.now() - before.at, await bot.usage(), machineMs()];
  const load = {
    sender: (user + system) / 1_000 / tookMs,
    bot: (usage.cpuMs - before.bot.cpuMs) / tookMs,
    machine: (machine.busy - before.machine.busy) / (machine.all - before.machine.all),
    loopMs: usage.loopMs,
  };
  return { answers, load };
}

function machineMs(): { busy: number; all: number } {
  const times = cpus().flatMap(({ times }) => Object.entries(times));
  const sum = (some: typeof times) => some.reduce((total, [, ms]) => total + ms, 0);
  return { busy: sum(times.filter(([name]) => name !== 'idle')), all: sum(times) };
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
