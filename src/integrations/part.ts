import { createRequire } from 'node:module';
import { errorText, PermanentError } from '../domain/errors.ts';
import type { Bilingual } from '../domain/language/bilingual.ts';
import { pick } from '../domain/language/pick.ts';
import type { LackingPart } from '../domain/parts.ts';
import { worded } from '../languages/worded.ts';

/** A package that is loaded at its first use, once. */
export interface Part<Library> {
  /** Rejects with PermanentError (`code`, `part_missing` unless it has one of its own) where it cannot be loaded; everything else goes on. */
  load(): Promise<Library>;
  /** That it cannot be loaded, as far as is known: it is not installed, or loading it failed. Loads nothing. */
  lack(): LackingPart | undefined;
}

const { resolve } = createRequire(import.meta.url);

export function part<Library>({
  name,
  without,
  code = 'part_missing',
  from,
}: {
  name: string;
  without: Bilingual;
  code?: string;
  from: () => Promise<Library>;
}): Part<Library> {
  let loading: Promise<Library> | undefined;
  let failed: string | undefined;
  return {
    async load() {
      loading ??= from();
      try {
        return await loading;
      } catch (error) {
        const why = firstLine(error);
        failed = why;
        throw new PermanentError(
          code,
          worded(({ network }, language) => network.cannotBeLoadedRunNpm(pick(without, language), name, why)),
          { cause: error },
        );
      }
    },
    lack() {
      const why = failed ?? notInstalled(name);
      return why === undefined ? undefined : { name, without, why };
    },
  };
}

function notInstalled(name: string): string | undefined {
  try {
    resolve(name);
    return undefined;
  } catch (error) {
    // What is there only for `import` is there.
    return (error as { code?: unknown }).code === 'MODULE_NOT_FOUND' ? firstLine(error) : undefined;
  }
}

function firstLine(error: unknown): string {
  return errorText(error).split('\n', 1)[0] ?? '';
}
