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
  stage?: { ours: PublicStage; theirs: PublicStage };
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
  // A word that is none of ours says nothing of how far it is.
  const stage = theirs.stage === undefined || theirs.stage === ours.stage ? undefined : { ours: ours.stage, theirs: theirs.stage };
  if (!stage && texts.length === 0 && components.length === 0) return undefined;
  return { ...(stage && { stage }), texts, components };
}

/** What they take as ours: no difference is left. Texts that were deleted stay so. */
export function accepted(ours: OnPage, { stage, texts, components }: Drift): OnPage {
  const theirState = new Map(components.map(({ id, theirs }) => [id, theirs]));
  const theirText = new Map(texts.map(({ sequence, theirs }) => [sequence, theirs]));
  return {
    stage: stage?.theirs ?? ours.stage,
    told: ours.told.flatMap((told) => {
      if (!theirText.has(told.sequence)) return [told];
      const text = theirText.get(told.sequence);
      return text === undefined ? [] : [{ ...told, text }];
    }),
    components: Object.fromEntries(
      Object.entries(ours.components).flatMap(([id, state]) => {
        const theirs = theirState.get(id) ?? state;
        // One that is none of ours is theirs alone: it is not compared any more, until an update of ours sets it.
        return theirs === 'other' ? [] : [[id, theirs] as const];
      }),
    ),
  };
}

/** Editors of pages end lines and texts as they like. */
function same(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim();
}
