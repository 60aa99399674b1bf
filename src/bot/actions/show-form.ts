import { errorCode } from '../../domain/errors.ts';
import type { Presenter } from '../../views/presenter.ts';
import type { Runtime } from '../../workflows/runtime/runtime.ts';
import type { Form } from '../reply.ts';

/** Opens a form: the skeleton while the trigger lives (3 s), then what belongs in it. If Slack will not open it, the person is told. */
export async function showForm(
  runtime: Runtime,
  from: { triggerId: string; responseUrl?: string; present: Presenter },
  form: Form,
): Promise<void> {
  const { chat, log } = runtime;
  try {
    const viewId = await chat.openView({ triggerId: from.triggerId, view: form.skeleton });
    const view = await form.view();
    if (view !== form.skeleton) await chat.updateView({ viewId, view });
  } catch (error) {
    // The same click delivered twice: the form is open already.
    if (errorCode(error) === 'exchanged_trigger_id') return;
    log.warn({ err: error }, 'A form could not be opened.');
    if (from.responseUrl === undefined) return;
    await chat
      .respond({ responseUrl: from.responseUrl, message: from.present.formFailed() })
      .catch((second) => log.warn({ err: second }, 'Nor could the person be told.'));
  }
}
