import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../../domain/language/bilingual.ts';
import type { StatusWords } from '../../languages/en/surfaces/status-page.ts';
import type { Runtime } from '../../workflows/runtime/runtime.ts';
import { PublicStatusReader, type PublicStatusSeen } from '../../workflows/updates/public-status-reader.ts';
import type { StatusAccess } from './access.ts';
import { preferredLanguage } from './preferred-language.ts';

type StatusRuntime = Pick<Runtime, 'storage' | 'clock' | 'log' | 'pause' | 'playbook' | 'present' | 'random'>;

/** One service as it is told of: in which languages, and how it is read. */
export interface Told {
  runtime: StatusRuntime;
  reader: PublicStatusReader;
  languages: readonly Language[];
  words: (language: Language) => StatusWords;
  isPrivate: boolean;
}

/** What somebody asks for. */
export interface Asked {
  /** At least one. */
  all: readonly [Told, ...Told[]];
  seen: readonly (PublicStatusSeen | undefined)[];
  /** The reader's first. */
  languages: readonly Language[];
  /** Some of it is not for everybody: nothing on the way may keep it. */
  isPrivate: boolean;
  /** As it was asked for, for other shapes of the same: `service=coupon`. */
  query: Readonly<Record<string, string>>;
}

/** Finds out which services somebody asks about and may see, and reads them. */
export class Telling {
  private readonly known = new WeakMap<StatusRuntime, Told>();

  constructor(
    private readonly services: Runtime['services'],
    private readonly access: StatusAccess,
  ) {}

  /** `unknown`: there is no such service, which is answered here. `closed`: there is, for others. */
  async asked(request: FastifyRequest, reply: FastifyReply): Promise<Asked | 'unknown' | { closed: Told }> {
    const { service: key, lang } = request.query as { service?: unknown; lang?: unknown };
    const found = key === undefined ? this.services.all : [typeof key === 'string' ? this.services.find(key) : undefined];
    const isOpen = this.access.isOpenTo(request);
    const named = found.flatMap((runtime) => (runtime ? [this.told(runtime)] : []));
    const [first] = named;
    if (!first) {
      // Names of services that are not for everybody are not told to everybody either.
      const keys = this.services.all.map((runtime) => this.told(runtime)).filter(({ isPrivate }) => isOpen || !isPrivate);
      const names = keys.map(({ runtime: { playbook } }) => playbook.service.key).join(', ');
      void reply.code(404).send({ error: `There is no such service.${names === '' ? '' : ` There are: ${names}.`}` });
      return 'unknown';
    }
    const [one, ...others] = named.filter(({ isPrivate }) => isOpen || !isPrivate);
    if (!one) return { closed: first };
    const all = [one, ...others] as const;
    const { languages } = one;
    const chosen = languages.find((language) => language === lang) ?? preferredLanguage(request.headers['accept-language'], languages);
    return {
      all,
      seen: await Promise.all(all.map(({ reader }) => reader.look())),
      languages: [chosen, ...languages.filter((language) => language !== chosen)],
      isPrivate: all.some(({ isPrivate }) => isPrivate),
      query: typeof key === 'string' ? { service: key } : {},
    };
  }

  private told(runtime: StatusRuntime): Told {
    const found = this.known.get(runtime) ?? toldOf(runtime);
    this.known.set(runtime, found);
    return found;
  }
}

function toldOf(runtime: StatusRuntime): Told {
  const { team, statusPage: page } = runtime.playbook;
  return {
    runtime,
    reader: new PublicStatusReader(runtime),
    languages: page.languages ?? [team.language],
    words: (language) => runtime.present.in(language).statusWords(),
    isPrivate: page.access === 'token',
  };
}
