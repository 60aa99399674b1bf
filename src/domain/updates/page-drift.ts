import type { PageComponentState, PageComponents, PageIncident } from '../ports/status-pages.ts';
import type { PublicStage } from './told-text.ts';

/** One update as we told it on a page. */
export interface ToldThere {
  sequence: number;
  /** Of our text. */
  version: number;
  /** The vendor's id of the update. */
  id: string;
  text: string;
}

/** What we made of an incident on a page. */
export interface OnPage {
  stage: PublicStage;
  /** The oldest first. */
  told: readonly ToldThere[];
  /** What we made of components. */
  components: PageComponents;
}

/** What somebody changed there by hand: theirs beside ours. What is not named is as we left it. */
export interface Drift {
  /** The whole incident was deleted. */
  gone?: true;
  /** `other`: in a word that is none of ours. */
  stage?: { ours: PublicStage; theirs: PublicStage | 'other' };
  /** Without `theirs` the update was deleted. */
  texts: readonly { sequence: number; ours: string; theirs?: string }[];
  components: readonly { id: string; ours: PageComponentState; theirs: PageComponentState | 'other' }[];
}

/** Undefined while all is as we left it. What others added beside it is theirs, and no drift. */
export function driftOf(
  ours: OnPage,
  theirs: PageIncident | undefined,
  states: Readonly<Record<string, PageComponentState | undefined>>,
): Drift | undefined {
  if (!theirs) return { gone: true, texts: [], components: [] };
  const texts = ours.told.flatMap(({ sequence, id, text }): Drift['texts'] => {
    const found = theirs.updates.find((update) => update.id === id);
    if (!found) return [{ sequence, ours: text }];
    return same(found.text, text) ? [] : [{ sequence, ours: text, theirs: found.text.trim() }];
  });
  const components = Object.entries(ours.components).flatMap(([id, state]): Drift['components'] => {
    // A component that is not there any more is the playbook's business.
    if (!(id in states) || states[id] === state) return [];
    return [{ id, ours: state, theirs: states[id] ?? 'other' }];
  });
  const stage = theirs.stage === ours.stage ? undefined : { ours: ours.stage, theirs: theirs.stage ?? ('other' as const) };
  if (!stage && texts.length === 0 && components.length === 0) return undefined;
  return { ...(stage && { stage }), texts, components };
}

/** What they take as ours: no difference is left. Texts that were deleted stay so. */
export function accepted(ours: OnPage, { stage, texts, components }: Drift): OnPage {
  const theirText = new Map(texts.map(({ sequence, theirs }) => [sequence, theirs]));
  return {
    stage: stage === undefined || stage.theirs === 'other' ? ours.stage : stage.theirs,
    told: ours.told.flatMap((told) => {
      if (!theirText.has(told.sequence)) return [told];
      const text = theirText.get(told.sequence);
      return text === undefined ? [] : [{ ...told, text }];
    }),
    components: {
      ...ours.components,
      ...Object.fromEntries(components.flatMap(({ id, theirs }) => (theirs === 'other' ? [] : [[id, theirs] as const]))),
    },
  };
}

/** Editors of pages end lines and texts as they like. */
function same(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim();
}
