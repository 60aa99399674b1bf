import { z } from 'zod';
import type { Bilingual } from '../../../../domain/language/bilingual.ts';
import { turnDials } from '../turn-dials.ts';
import { DONE, undoOfDeeds } from './deeds.ts';

/** A program of the playbook is run as it stands there, and perhaps one that undoes it. Nobody chooses an argument. */
export const runCommand = turnDials({
  name: 'run-command',
  targets: ['command'],
  takesDeeds: true,
  targetTrouble: ({ command }) => (command?.run === undefined ? 'names no program that is run as it stands: write `run`' : undefined),
  settings: z.strictObject({}),
  undo: undoOfDeeds({ en: 'The program that undoes it is run.', ko: '되돌리는 프로그램을 실행합니다.' }),
  parameters: () => [],
  turn: ({ spec, index }) => ({ to: spec.on[index]?.command?.done ?? DONE }),
  warn: ({ spec }) => (spec.on.some(({ command }) => command?.read === undefined) ? [UNSEEN] : []),
});

const UNSEEN: Bilingual = {
  en: 'Nothing tells whether it has been done already: should Bongsu die at the wrong moment, it is run once more.',
  ko: '이미 실행되었는지 알려 주는 것이 없습니다. 봉수가 그 순간에 종료되면 한 번 더 실행됩니다.',
};
