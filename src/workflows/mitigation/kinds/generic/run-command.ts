import { z } from 'zod';
import type { Bilingual } from '../../../../domain/language/bilingual.ts';
import { worded } from '../../../../languages/worded.ts';
import { turnDials } from '../turn-dials.ts';
import { DONE, undoOfDeeds } from './deeds.ts';

/** A program of the playbook is run as it stands there, and perhaps one that undoes it. Nobody chooses an argument. */
export const runCommand = turnDials({
  name: 'run-command',
  targets: ['command'],
  takesDeeds: true,
  targetTrouble: ({ command }) => (command?.run === undefined ? 'names no program that is run as it stands: write `run`' : undefined),
  settings: z.strictObject({}),
  undo: undoOfDeeds(worded(({ mitigationKinds }) => mitigationKinds.programThatUndoesItIsRun)),
  parameters: () => [],
  turn: ({ spec, index }) => ({ to: spec.on[index]?.command?.done ?? DONE }),
  warn: ({ spec }) => (spec.on.some(({ command }) => command?.read === undefined) ? [UNSEEN] : []),
});

const UNSEEN: Bilingual = worded(({ mitigationKinds }) => mitigationKinds.unseen);
