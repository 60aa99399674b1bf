import { PermanentError, TransientError } from '../../../domain/errors.ts';
import type { Dial, DialState, DialValue, TargetSpec } from '../../../domain/mitigation/targets.ts';
import { commandTrouble } from '../../../domain/playbook/targets/command.ts';
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
      throw new PermanentError('not_configured', {
        en: `${where} is not run: ${trouble} in the playbook.`,
        ko: `실행하지 않습니다: ${where}. 플레이북: ${trouble}.`,
      });
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
  throw new PermanentError('invalid', {
    en: `${where} cannot be undone: the playbook names no program for it (\`undo\`).`,
    ko: `되돌릴 수 없습니다: ${where}. 플레이북에 되돌리는 프로그램(\`undo\`)이 없습니다.`,
  });
}

function unsure(where: string): PermanentError {
  return new PermanentError('unsure', {
    en: `${where} was ended before it was through. Whether it did its work is not known: look before it is run again.`,
    ko: `${where}: 끝나기 전에 중단되었습니다. 작업이 끝났는지 알 수 없으니 다시 실행하기 전에 확인해 주세요.`,
  });
}
