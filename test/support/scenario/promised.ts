import type { Playbook } from '../../../src/domain/playbook/schema.ts';
import { entry } from './chronicle.ts';

/** What a playbook promises to one public incident, as lines of `entry`, worked out here once more so that the bot is not asked about itself. */
export class Promised {
  constructor(
    private readonly playbook: Playbook,
    /** The name of the incident's channel, with its `#`. */
    private readonly home: string,
  ) {}

  /** What declaring makes, apart from the first page. */
  opening(declarer: string): string[] {
    return ['channels incident', 'zoom bridge', `${this.home} briefing`, '#status announcement', `to ${declarer} where it is`].map((what) =>
      entry(0, what),
    );
  }

  /**
   * The pages of one person from `from` on, all repetitions of them or until somebody of the level answers: then each of them is edited to say
   * so.
   */
  pages(
    person: string,
    level: string,
    { from = 0, answeredAt = Number.POSITIVE_INFINITY }: { from?: number; answeredAt?: number } = {},
  ): string[] {
    const { repeatEvery = 0, repeatAtMost } = this.step(level);
    return Array.from({ length: repeatAtMost + 1 }, (_, repeated) => ({
      at: from + repeated * minutes(repeatEvery),
      attempt: repeated + 1,
    }))
      .filter(({ at }) => at < answeredAt)
      .map(({ at, attempt }) => entry(at, `@${person} page ${level} ${answeredAt === Number.POSITIVE_INFINITY ? attempt : 'answered'}`));
  }

  /** When somebody who never answers has been asked often enough. */
  givenUpAt(level: string, from: number): number {
    const { repeatEvery = 0, repeatAtMost } = this.step(level);
    return from + (repeatAtMost + 1) * minutes(repeatEvery);
  }

  /** The age at which a level is called. */
  calledAt(level: string): number {
    return minutes(this.step(level).at);
  }

  updates(severity: keyof Playbook['updates']['every'], until: number): string[] {
    const every = minutes(this.playbook.updates.every[severity]);
    return Array.from({ length: Math.floor(until / every) }, (_, sent) => entry((sent + 1) * every, `#status update ${sent + 1}`));
  }

  /** The rows counted from `start` that nobody keeps: one message, posted when the first of them is missed and edited with every other one. */
  missed(
    from: 'detection' | 'recovery',
    { start = 0, kept, until = Number.POSITIVE_INFINITY }: { start?: number; kept: readonly string[]; until?: number },
  ): string[] {
    const rows = Object.entries(this.playbook.rows).flatMap(([id, row]): { id: string; at: number }[] => {
      if (row.from !== from || row.within === undefined || kept.includes(id)) return [];
      const at = start + minutes(row.within);
      return at <= until ? [{ id, at }] : [];
    });
    const inOrder = rows.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    return inOrder[0] ? [entry(inOrder[0].at, `${this.home} missed ${inOrder.map(({ id }) => id).join(' ')}`)] : [];
  }

  /** The analysis of a system for which nothing is set up that could be collected: said once for rows whose time comes together. */
  nothingCollected(rows: readonly string[]): string[] {
    const times = new Set(rows.map((row) => minutes(this.playbook.rows[row]?.after ?? 0)));
    const first = Math.min(...times);
    return [entry(first, `${this.home} analysis`), ...[...times].map((at) => entry(at, `${this.home} nothing collected`))];
  }

  /** Each owner of something on the list of a row that nobody ticks, reminded before it is due. */
  reminders(row: string): string[] {
    const { within = 0, remindBefore = 0 } = this.playbook.rows[row] ?? {};
    const owners = new Set(this.playbook.analysis.review.map(({ owner }) => owner));
    return [...owners].map((owner) => entry(minutes(within - remindBefore), `@${owner} ${row} reminder`));
  }

  /** When a follow-up's owner is reminded, when it is due, and when the lead hears of it. */
  followUp(id: string, resolvedAt: number): { soon: number; due: number; overdue: number } {
    const spec = this.playbook.followUps[id];
    if (!spec) throw new Error(`the playbook has no follow-up ${id}`);
    const due = resolvedAt + minutes(spec.within);
    return { soon: due - minutes(spec.remindBefore), due, overdue: due + minutes(spec.remindBefore) };
  }

  private step(level: string): Playbook['escalation'][number] {
    const step = this.playbook.escalation.find((candidate) => candidate.level === level);
    if (!step) throw new Error(`the playbook does not escalate to ${level}`);
    return step;
  }
}

function minutes(ms: number): number {
  return ms / 60_000;
}
