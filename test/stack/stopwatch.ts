/** Where the seconds of a pass go, for whoever reads the log of a run. */
export class Stopwatch {
  private readonly began = performance.now();
  private readonly marks: string[] = [];

  /** From its start until now. */
  mark(what: string): void {
    this.marks.push(`${what} ${Math.round((performance.now() - this.began) / 1_000)} s`);
  }

  toString(): string {
    return this.marks.join(', ');
  }
}
