import { PermanentError, TransientError } from '../../../domain/errors.ts';
import type { Dial, DialState, DialValue, TargetSpec } from '../../../domain/mitigation/targets.ts';
import { commandTrouble } from '../../../domain/playbook/targets/command.ts';
import { worded } from '../../../languages/worded.ts';
import { lookedUpDial } from '../looked-up-dial.ts';
import { printedValue } from '../printed-value.ts';
import { quoted } from '../quoted.ts';
import { said } from '../said.ts';
import { printedBy, runToItsEnd } from './run-to-its-end.ts';

type Deed = NonNullable<TargetSpec['command']> & { run: readonly string[] };

/** A program that does one thing, and perhaps one that undoes it, with the arguments of the playbook and no others: nobody chooses any. Null is "not done". */
export function commandDeed(deed: Deed, { mask, signal }: { mask: (text: string) => string; signal: AbortSignal }): Dial {
  const where = `what ${said(deed.run.join(' '), mask)} does`;
  const refuseUnsafe = () => {
    const trouble = commandTrouble(deed);
    if (trouble !== undefined)
      throw new PermanentError(
        'not_configured',
        worded(({ executors }) => executors.isNotRunInThe(where, trouble)),
      );
  };
  return lookedUpDial<DialState>({
    where,
    mask,
    async look({ timeoutMs }) {
      refuseUnsafe();
      if (deed.read === undefined) return { value: null, unseen: true };
      const text = printedBy(await runToItsEnd({ where, argv: deed.read, timeoutMs, signal, mask }), { where, mask });
      return { value: text === '' ? null : printedValue(text) };
    },
    check: (to) => void argvFor(deed, where, to),
    async set({ to, key, seen }, { timeoutMs }) {
      const isStopping = signal.aborted;
      try {
        await runToItsEnd({ where, argv: argvFor(deed, where, to), timeoutMs, signal, mask, key });
      } catch (error) {
        // Nothing tells whether it did its work before it was ended: whether to run it once more is for people to say.
        const wasEnded = error instanceof TransientError && (error.code === 'timeout' || (error.code === 'closed' && !isStopping));
        if (seen.unseen && wasEnded) throw unsure(where);
        throw error;
      }
    },
    byHand: (to) => (isUndoing(deed, to) ? (deed.undo ?? []) : deed.run).map(quoted).join(' '),
  });
}

function isUndoing({ done }: Deed, to: DialValue): boolean {
  return to === null || (done !== undefined && String(to) !== done);
}

function argvFor(deed: Deed, where: string, to: DialValue): readonly string[] {
  if (!isUndoing(deed, to)) return deed.run;
  if (deed.undo !== undefined) return deed.undo;
  throw new PermanentError(
    'invalid',
    worded(({ executors }) => executors.cannotBeUndoneThePlaybook(where)),
  );
}

function unsure(where: string): PermanentError {
  return new PermanentError(
    'unsure',
    worded(({ executors }) => executors.wasEndedBeforeItWasThrough(where)),
  );
}
