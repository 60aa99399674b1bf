import { etagOf } from './etag.ts';

export interface Kept {
  body: string;
  etag: string;
}

/** So many are kept: one for each kind of answer, service and language. */
const KEPT_MAX = 200;

/** What was made of what is known, until something else is known: a thousand who ask in a second are given one answer. */
export class KeptAnswers {
  private readonly kept = new Map<string, { of: readonly unknown[]; answer: Kept }>();

  /** `of`: everything that the answer is made of, each compared as it is. `salt`: what else makes it another answer. */
  get(name: string, of: readonly unknown[], make: () => string, salt = ''): Kept {
    return this.found(name, of) ?? this.keep(name, of, make(), salt);
  }

  /** The same for what takes a moment. */
  async later(name: string, of: readonly unknown[], make: () => Promise<string>): Promise<Kept> {
    return this.found(name, of) ?? this.keep(name, of, await make());
  }

  private found(name: string, of: readonly unknown[]): Kept | undefined {
    const known = this.kept.get(name);
    return known && known.of.length === of.length && known.of.every((one, index) => one === of[index]) ? known.answer : undefined;
  }

  private keep(name: string, of: readonly unknown[], body: string, salt = ''): Kept {
    const answer = { body, etag: etagOf(`${body}${salt}`) };
    if (this.kept.size >= KEPT_MAX) this.kept.clear();
    this.kept.set(name, { of, answer });
    return answer;
  }
}
