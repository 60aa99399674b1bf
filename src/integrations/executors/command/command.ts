import { PermanentError, TransientError } from '../../../domain/errors.ts';
import type { ChangeOptions, Dial, DialState, DialValue } from '../../../domain/mitigation/targets.ts';
import { commandTrouble } from '../../../domain/playbook/targets/command.ts';
import { worded } from '../../../languages/worded.ts';
import { NO_ACCOUNT } from '../../accounts/account.ts';
import { executorKind } from '../executor-kind.ts';
import { sameValue } from '../fitting.ts';
import { changedTo } from '../looked-up-dial.ts';
import { printedValue } from '../printed-value.ts';
import { quoted } from '../quoted.ts';
import { said } from '../said.ts';
import { commandDeed } from './command-deed.ts';
import { printedBy, runToItsEnd } from './run-to-its-end.ts';

const LONGEST_VALUE = 1_000;

/** Programs on this machine that the playbook names, run without a shell. */
export const commandExecutor = executorKind({
  name: 'command',
  account: NO_ACCOUNT,
  missing: worded(({ executors }) => executors.nameTheProgramsInThePlaybook),
  create(_settings, { mask }) {
    const closing = new AbortController();
    return {
      dial: (target) => {
        const { read = [], set, run } = target;
        if (run !== undefined) return commandDeed({ ...target, run }, { mask, signal: closing.signal });
        return new CommandDial({ readArgv: read, setArgv: set ?? [], mask, signal: closing.signal });
      },
      close: async () => closing.abort(),
    };
  },
});

interface CommandDialOptions {
  readArgv: readonly string[];
  setArgv: readonly string[];
  mask: (text: string) => string;
  signal: AbortSignal;
}

/** Every method runs one to three programs, each of which may take `timeoutMs`. */
class CommandDial implements Dial {
  readonly where: string;
  readonly #options: CommandDialOptions;

  constructor(options: CommandDialOptions) {
    this.#options = options;
    this.where = `what ${said(options.setArgv[0] ?? '', options.mask)} sets`;
  }

  async read({ timeoutMs }: { timeoutMs: number }): Promise<DialState> {
    this.#refuseUnsafe();
    const text = printedBy(await this.#run(this.#options.readArgv, timeoutMs), { where: this.where, mask: this.#options.mask });
    return { value: text === '' ? null : printedValue(text) };
  }

  async rehearse({ from, to }: { from: DialState; to: DialValue }, { timeoutMs }: { timeoutMs: number }): Promise<void> {
    this.#argvFor(to);
    await this.#isSetAlready(from, to, timeoutMs);
  }

  async write({ from, to }: { from: DialState; to: DialValue }, { timeoutMs, ask }: ChangeOptions): Promise<void> {
    const argv = this.#argvFor(to);
    // An earlier try may have done it before it was ended.
    if (await this.#isSetAlready(from, to, timeoutMs)) return;
    await ask?.();
    try {
      await this.#run(argv, timeoutMs);
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      const after = await this.read({ timeoutMs }).catch(() => undefined);
      if (after === undefined || !sameValue(after.value, to)) throw error;
    }
  }

  byHand(to: DialValue): string {
    const words = this.#options.setArgv.map((one) => one.replaceAll('{to}', () => String(to ?? '')));
    return this.#options.mask(words.map(quoted).join(' '));
  }

  async #isSetAlready(from: DialState, to: DialValue, timeoutMs: number): Promise<boolean> {
    const { value } = await this.read({ timeoutMs });
    if (sameValue(value, to)) return true;
    if (sameValue(value, from.value)) return false;
    throw changedTo(this.where, this.#options.mask, { is: value, was: from.value });
  }

  #argvFor(to: DialValue): string[] {
    this.#refuseUnsafe();
    const text = to === null ? '' : String(to);
    if (text === '' || text.length > LONGEST_VALUE || /\p{Cc}/u.test(text)) {
      throw new PermanentError(
        'invalid',
        worded(({ executors }) => executors.takesAValueOf1ToCharactersNoneOfThemA(this.where, LONGEST_VALUE)),
      );
    }
    return this.#options.setArgv.map((argument) => {
      // A value must not turn into an option of the program.
      if (argument === '{to}' && text.startsWith('-'))
        throw new PermanentError(
          'invalid',
          worded(({ executors }) => executors.takesNoValueThatBeginsWith(this.where)),
        );
      return argument.replace('{to}', () => text);
    });
  }

  /** What the playbook says is run as it stands, so it must leave nothing to guess. */
  #refuseUnsafe(): void {
    const { readArgv, setArgv } = this.#options;
    const trouble = commandTrouble({ read: readArgv, set: setArgv });
    if (trouble !== undefined)
      throw new PermanentError(
        'not_configured',
        worded(({ executors }) => executors.isNotRunInThe(this.where, trouble)),
      );
  }

  async #run(argv: readonly string[], timeoutMs: number) {
    return await runToItsEnd({ where: this.where, argv, timeoutMs, ...this.#options });
  }
}
