import type { ChannelView, WorkspaceView } from '../../../sandbox/page/workspace-view.ts';

/** For a busy machine. */
const PATIENCE_MS = 60_000;

/** As an act is answered, in the page's language. */
export type ActAnswer = { ok: true } | { ok: false; problem: string; errors?: Record<string, string> };

/** The demo's page as a browser uses it: acts by POST, and a stream of what a person sees. */
export class DemoPage {
  readonly url: string;
  private readonly language: string;

  /** Asks in the given language; English unless given. */
  constructor(url: string, language = 'en') {
    this.url = url;
    this.language = language;
  }

  async act(name: string, input: object): Promise<ActAnswer> {
    const response = await fetch(`${this.url}/api/acts/${name}?language=${this.language}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    return (await response.json()) as ActAnswer;
  }

  /** The first answer of `look` that is not undefined, asked of every new sight of the workspace. */
  async see<T>(person: string, look: (workspace: WorkspaceView) => T | undefined): Promise<T> {
    return this.first(person, 'workspace', (data) => look(data as WorkspaceView));
  }

  /** The same for any event of the stream. Rejects with what was last seen when it does not come in time. */
  async first<T>(person: string, event: string, look: (data: unknown) => T | undefined): Promise<T> {
    const giveUp = AbortSignal.timeout(PATIENCE_MS);
    const done = new AbortController();
    let last = 'nothing';
    try {
      const response = await fetch(`${this.url}/api/events?as=${person}&language=${this.language}`, {
        signal: AbortSignal.any([giveUp, done.signal]),
      });
      if (!response.body) throw new Error(`no stream: ${response.status}`);
      let text = '';
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        const parts = (text + chunk).split('\n\n');
        text = parts.pop() ?? '';
        for (const part of parts) {
          const [, name, data = ''] = /^event: (\w+)\ndata: (.*)$/s.exec(part) ?? [];
          if (name !== event) continue;
          last = data;
          const seen = look(JSON.parse(data));
          if (seen !== undefined) return seen;
        }
      }
      throw new Error('the stream ended');
    } catch (error) {
      throw new Error(`not seen by ${person}: ${look.toString()}\nlast ${event}: ${last}`, { cause: error });
    } finally {
      done.abort();
    }
  }
}

export function channel(workspace: WorkspaceView, name: string): ChannelView | undefined {
  return workspace.channels.find((it) => it.name === name);
}

/** All that stands in a channel, as one text. */
export function words({ messages }: ChannelView): string {
  return messages.map(({ text, blocks }) => `${text}\n${JSON.stringify(blocks)}`).join('\n');
}
