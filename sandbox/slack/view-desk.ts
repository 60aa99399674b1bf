import { randomBytes } from 'node:crypto';
import { validateView } from './block-kit/validate.ts';
import { withIds } from './block-kit/with-ids.ts';
import type { Block, ViewState } from './contract.ts';
import { SlackError } from './slack-error.ts';
import type { Workspace } from './workspace.ts';

const STACK_LIMIT = 3;

/**
 * Triggers, modals and App Homes. Ours and not the emulator's: it counts a trigger's life in whole seconds, and cannot apply what an app answers
 * to a submission.
 */
export class ViewDesk {
  private readonly workspace: Workspace;
  private readonly triggerLifeMs: number;
  private readonly triggers = new Map<string, { user: string; at: number; used: boolean; viewId: string | undefined }>();
  private readonly views = new Map<string, ViewState>();
  private hashes = 0;

  constructor(workspace: Workspace, triggerLifeMs: number) {
    this.workspace = workspace;
    this.triggerLifeMs = triggerLifeMs;
  }

  /** A trigger for a person's action, from this moment. */
  newTrigger(user: string, viewId?: string): string {
    const at = this.workspace.elapsedMs();
    const id = `${at}.${Math.floor(at / 7)}.${randomBytes(8).toString('hex')}`;
    this.triggers.set(id, { user, at, used: false, viewId });
    return id;
  }

  /** views.open and views.push: uses the trigger up, then shows. */
  open(triggerId: string, view: unknown, how: 'open' | 'push'): ViewState {
    const trigger = this.triggers.get(triggerId);
    if (!trigger) throw new SlackError('invalid_trigger_id');
    if (trigger.used) throw new SlackError('exchanged_trigger_id');
    if (this.workspace.elapsedMs() - trigger.at > this.triggerLifeMs) throw new SlackError('expired_trigger_id');
    this.check(view, 'modal');
    const parent = how === 'push' ? this.find(trigger.viewId ?? '') : undefined;
    const state = this.show(trigger.user, view as Record<string, unknown>, parent);
    trigger.used = true;
    return state;
  }

  update(args: { viewId: string; externalId: string; hash: string; view: unknown }): ViewState {
    const existing = args.viewId ? this.views.get(args.viewId) : this.byExternalId(args.externalId);
    // A modal that the person closed is gone for the app too.
    if (!existing?.open) throw new SlackError('not_found');
    if (args.hash && args.hash !== existing.hash) throw new SlackError('hash_conflict');
    this.check(args.view, existing.type);
    return this.replace(existing, args.view as Record<string, unknown>);
  }

  publish(user: string, hash: string, view: unknown): ViewState {
    const existing = [...this.views.values()].find((it) => it.type === 'home' && it.user === user);
    if (existing && hash && hash !== existing.hash) throw new SlackError('hash_conflict');
    this.check(view, 'home');
    return existing ? this.replace(existing, view as Record<string, unknown>) : this.show(user, view as Record<string, unknown>);
  }

  /** Applies what the app answered to a submission. Throws when Slack would show the person an error instead. */
  answerSubmission(submitted: ViewState, answer: { response_action?: unknown; view?: unknown; errors?: unknown } | undefined): void {
    const action = answer?.response_action;
    if (action === undefined) submitted.open = false;
    else if (action === 'errors') this.checkErrors(submitted, answer?.errors);
    else if (action === 'clear') this.closeStack(submitted);
    else if (action === 'update') {
      this.check(answer?.view, 'modal');
      this.replace(submitted, answer?.view as Record<string, unknown>);
    } else if (action === 'push') {
      this.check(answer?.view, 'modal');
      this.show(submitted.user, answer?.view as Record<string, unknown>, submitted);
    } else throw new Error(`the app answered a submission with the unknown response_action ${String(action)}`);
  }

  closeStack(view: ViewState): void {
    for (const other of this.views.values()) if (other.rootViewId === view.rootViewId) other.open = false;
  }

  find(viewId: string): ViewState | undefined {
    return this.views.get(viewId);
  }

  of(user: string): ViewState[] {
    return [...this.views.values()].filter((view) => view.user === user && view.open);
  }

  /** Slack's own shape of a view (https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload). */
  object(state: ViewState): Record<string, unknown> {
    const { view } = state;
    return {
      ...view,
      id: state.id,
      team_id: this.workspace.teamId,
      type: state.type,
      blocks: state.blocks,
      private_metadata: state.privateMetadata,
      callback_id: state.callbackId,
      hash: state.hash,
      title: view.title ?? null,
      submit: view.submit ?? null,
      close: view.close ?? null,
      clear_on_close: view.clear_on_close ?? false,
      notify_on_close: view.notify_on_close ?? false,
      previous_view_id: state.previousViewId ?? null,
      root_view_id: state.rootViewId,
      app_id: this.workspace.appId,
      external_id: view.external_id ?? '',
      app_installed_team_id: this.workspace.teamId,
      bot_id: this.workspace.botId,
      state: { values: {} },
    };
  }

  private show(user: string, view: Record<string, unknown>, parent?: ViewState): ViewState {
    if (typeof view.external_id === 'string' && view.external_id && this.byExternalId(view.external_id))
      throw new SlackError('duplicate_external_id');
    const depth = parent ? [...this.views.values()].filter((it) => it.open && it.rootViewId === parent.rootViewId).length : 0;
    if (depth >= STACK_LIMIT) throw new SlackError('push_limit_reached');
    const id = this.workspace.newId('V');
    const state: ViewState = {
      id,
      user,
      open: true,
      rootViewId: parent?.rootViewId ?? id,
      ...(parent ? { previousViewId: parent.id } : {}),
      ...this.content(view),
    };
    this.views.set(id, state);
    return state;
  }

  private replace(state: ViewState, view: Record<string, unknown>): ViewState {
    return Object.assign(state, this.content(view));
  }

  private content(view: Record<string, unknown>): Omit<ViewState, 'id' | 'user' | 'open' | 'rootViewId'> {
    this.hashes += 1;
    return {
      type: view.type === 'home' ? 'home' : 'modal',
      hash: `${Math.floor(this.workspace.now() / 1_000)}.${this.hashes.toString(36)}`,
      callbackId: typeof view.callback_id === 'string' ? view.callback_id : '',
      title: (view.title as { text?: string } | undefined)?.text ?? '',
      blocks: withIds(view.blocks as Block[]),
      privateMetadata: typeof view.private_metadata === 'string' ? view.private_metadata : '',
      view,
    };
  }

  private byExternalId(externalId: string): ViewState | undefined {
    return externalId ? [...this.views.values()].find((view) => view.open && view.view.external_id === externalId) : undefined;
  }

  /** Errors belong to input blocks; with any other key Slack shows "we had some trouble connecting" instead. */
  private checkErrors(view: ViewState, errors: unknown): void {
    const inputs = new Set(view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id));
    const keys = Object.keys(errors ?? {});
    const strangers = keys.filter((key) => !inputs.has(key));
    if (keys.length === 0 || strangers.length > 0)
      throw new Error(`the app answered with errors for ${strangers.join(', ') || 'nothing'}; the inputs are ${[...inputs].join(', ')}`);
  }

  private check(view: unknown, type: 'modal' | 'home'): void {
    if (Buffer.byteLength(JSON.stringify(view ?? null)) > 250_000) throw new SlackError('view_too_large');
    const messages = validateView(view);
    if ((view as { type?: unknown } | null)?.type !== type) messages.unshift(`[ERROR] must be a ${type} [json-pointer:/view/type]`);
    if (messages.length > 0) throw new SlackError('invalid_arguments', { response_metadata: { messages } });
  }
}
