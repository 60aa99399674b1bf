import { refusalOf } from '../../domain/errors.ts';

/** Edits a message of ours. One that somebody deleted is not tried again: the outcome says which it was, so that it can be posted anew. */
export async function unlessDeleted({ ts }: { ts: string }, edit: () => Promise<void>): Promise<{ deletedTs?: string }> {
  try {
    await edit();
    return {};
  } catch (error) {
    const refused = refusalOf(error)?.refused;
    if (refused?.about === 'message' && refused.gone) return { deletedTs: ts };
    throw error;
  }
}
