import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { OperatorError } from '../../domain/errors.ts';
import type { Asker } from './ask.ts';

export interface TerminalOptions {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  /** Somebody types, and sees it; otherwise lines come through a pipe. */
  interactive: 'terminal' | 'pipe';
}

/** A person at a terminal. Secrets are not echoed. Lines that come before they are asked for are kept. */
export function createTerminalAsker({ input, output, interactive }: TerminalOptions): Asker {
  let muted = false;
  const echo = new Writable({
    write(chunk, encoding, done) {
      if (!muted) output.write(chunk, encoding as BufferEncoding);
      // At once: what waited for its turn here would be judged when the next, open question is asked.
      done();
    },
  });
  // How wide the terminal is: questions may wrap.
  Object.defineProperty(echo, 'columns', { get: () => ('columns' in output ? output.columns : undefined) });
  const lines: string[] = [];
  let waiting: { take: (line: string) => void; stop: () => void } | undefined;
  let ended = false;
  // No history: with it an arrow key would show the token that was typed before.
  const terminal = createInterface({ input, output: echo, terminal: interactive === 'terminal', historySize: 0 });
  terminal.on('line', (line) => {
    const taker = waiting;
    // Several lines may come at once, before the one who waits has gone on.
    waiting = undefined;
    if (taker) taker.take(line);
    else lines.push(line);
  });
  terminal.on('close', () => {
    ended = true;
    waiting?.stop();
  });
  terminal.on('SIGINT', () => terminal.close());

  async function nextLine(): Promise<string> {
    const line = lines.shift();
    if (line !== undefined) return line;
    const stopped = new OperatorError('stopped', 'Stopped before the end: nothing was written.');
    if (ended) throw stopped;
    return new Promise<string>((take, reject) => {
      waiting = { take, stop: () => reject(stopped) };
    });
  }

  return {
    async ask({ text, secret, otherwise, proposed }) {
      const note = proposed ? ` [${proposed}]` : otherwise === undefined ? '' : ` [Enter: ${otherwise}]`;
      const prompt = `${text}${note}${secret ? ' (not shown)' : ''}: `;
      // Through readline, so that correcting a line draws the question again in its place; after the end of the input it writes no more.
      terminal.setPrompt(prompt);
      if (ended) output.write(prompt);
      else terminal.prompt();
      muted = secret === true;
      try {
        return (await nextLine()).trim() || undefined;
      } finally {
        if (muted) output.write('\n');
        muted = false;
      }
    },
    say: (text) => void output.write(`${text}\n`),
    refused: (_questions, why) => void output.write(`  ✗ ${why}\n`),
    close: () => terminal.close(),
  };
}
