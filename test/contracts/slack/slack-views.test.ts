import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AppStandIn, startApp } from './slack-app.ts';
import { type Contract, contract, LARGER_APP } from './slack-client.ts';

/** Triggers, modals and response URLs: docs.slack.dev/reference/methods/views.open, docs.slack.dev/surfaces/modals, docs.slack.dev/interactivity/handling-user-interaction. */

let given: Contract;
let app: AppStandIn;
let now = Date.UTC(2026, 0, 1);
beforeAll(async () => {
  app = await startApp();
  given = await contract({ appUrl: app.url, now: () => now, manifestPath: LARGER_APP });
});
afterAll(async () => {
  await given.slack.close();
  await app.close();
});
beforeEach(() => {
  app.received.length = 0;
  app.answer = { status: 200 };
  for (const view of given.slack.views('ana')) view.open = false;
});

const plain = (text: string) => ({ type: 'plain_text', text });
const modal = (fields: object = {}) => ({
  type: 'modal',
  callback_id: 'open',
  title: plain('Open'),
  submit: plain('Open'),
  blocks: [],
  ...fields,
});
const severities = ['sev1', 'sev2'].map((value) => ({ text: plain(value), value }));
const form = () =>
  modal({
    private_metadata: 'secret',
    blocks: [
      {
        type: 'input',
        block_id: 'title',
        label: plain('Title'),
        element: { type: 'plain_text_input', action_id: 'title', max_length: 20 },
      },
      {
        type: 'input',
        block_id: 'sev',
        label: plain('Severity'),
        element: { type: 'static_select', action_id: 'sev', options: severities, initial_option: severities[1] },
      },
      { type: 'input', block_id: 'who', optional: true, label: plain('Tell'), element: { type: 'multi_users_select', action_id: 'who' } },
    ],
  });
const channel = () => String(given.slack.channelIds.incidents);

async function trigger(): Promise<string> {
  return (await given.slack.slash('ana', 'open', { channel: channel() })).triggerId;
}

async function opened(view: object = modal()): Promise<{ id: string; hash: string }> {
  return (await given.must('views.open', { trigger_id: await trigger(), view })).view as { id: string; hash: string };
}

describe('triggers', () => {
  it('serve once', async () => {
    const trigger_id = await trigger();
    expect(await given.call('views.open', { trigger_id, view: modal() })).toMatchObject({
      ok: true,
      view: { type: 'modal', root_view_id: expect.any(String) },
    });
    expect(await given.call('views.open', { trigger_id, view: modal() })).toMatchObject({ error: 'exchanged_trigger_id' });
  });

  it('live three seconds', async () => {
    const [early, late] = [await trigger(), await trigger()];
    now += 3_000;
    expect(await given.call('views.open', { trigger_id: early, view: modal() })).toMatchObject({ ok: true });
    now += 1;
    expect(await given.call('views.open', { trigger_id: late, view: modal() })).toMatchObject({ error: 'expired_trigger_id' });
  });

  it('cannot be made up', async () => {
    expect(await given.call('views.open', { trigger_id: '1.2.abc', view: modal() })).toMatchObject({ error: 'invalid_trigger_id' });
  });

  it('are not used up by a view that Slack refuses', async () => {
    const trigger_id = await trigger();
    const refused = await given.call('views.open', { trigger_id, view: modal({ title: plain('x'.repeat(25)) }) });
    expect(refused).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: [expect.stringContaining('/view/title/text')] },
    });
    expect(await given.call('views.open', { trigger_id, view: modal() })).toMatchObject({ ok: true });
  });
});

describe('views', () => {
  it('are updated by id and hash', async () => {
    const { id, hash } = await opened();
    expect(await given.call('views.update', { view_id: id, hash, view: modal({ title: plain('Second') }) })).toMatchObject({ ok: true });
    expect(given.slack.views('ana')).toMatchObject([{ id, title: 'Second' }]);
    expect(await given.call('views.update', { view_id: id, hash, view: modal() })).toMatchObject({ error: 'hash_conflict' });
    expect(await given.call('views.update', { view_id: 'V0NONE', view: modal() })).toMatchObject({ error: 'not_found' });
    await given.slack.closeView({ by: 'ana', viewId: id });
    expect(await given.call('views.update', { view_id: id, view: modal() })).toMatchObject({ error: 'not_found' });
  });

  it('stack three deep', async () => {
    const go = { type: 'actions', elements: [{ type: 'button', action_id: 'go', text: plain('Go') }] };
    let { id } = await opened(modal({ blocks: [go] }));
    for (const depth of [2, 3, 4]) {
      const { triggerId } = await given.slack.clickInView({ by: 'ana', viewId: id, actionId: 'go' });
      const answer = await given.call('views.push', { trigger_id: triggerId, view: modal({ blocks: [go] }) });
      if (depth > 3) expect(answer).toMatchObject({ error: 'push_limit_reached' });
      else id = (answer.view as { id: string }).id;
    }
    expect(given.slack.views('ana')).toHaveLength(3);
  });

  it('say when they are closed, if they asked to know', async () => {
    const { id } = await opened(modal({ notify_on_close: true }));
    await given.slack.closeView({ by: 'ana', viewId: id });
    expect(app.received.at(-1)?.body).toMatchObject({ type: 'view_closed', view: { id } });
    await expect(given.slack.submit({ by: 'ana', viewId: id, values: {} })).rejects.toThrow('no open view');
  });

  it('publish an App Home for each person', async () => {
    const home = { type: 'home', blocks: [{ type: 'divider' }] };
    const first = (await given.must('views.publish', { user_id: given.slack.users.ben, view: home })).view as { id: string };
    expect(await given.must('views.publish', { user_id: given.slack.users.ben, view: home })).toMatchObject({ view: { id: first.id } });
    expect(given.slack.views('ben')).toMatchObject([{ type: 'home' }]);
    expect(await given.call('views.publish', { user_id: given.slack.users.ben, view: modal() })).toMatchObject({
      error: 'invalid_arguments',
    });
    const homeless = await contract({ manifestPath: await withoutHome() });
    expect(await homeless.call('views.publish', { user_id: homeless.slack.users.ben, view: home })).toMatchObject({ error: 'not_enabled' });
    await homeless.slack.close();
  });
});

describe('submissions', () => {
  it('carry the state of every input, and close the modal', async () => {
    const { id } = await opened(form());
    await given.slack.submit({ by: 'ana', viewId: id, values: { title: 'slow coupons', who: [given.slack.users.ben ?? ''] } });
    expect(app.received.at(-1)?.body).toMatchObject({
      type: 'view_submission',
      user: { id: given.slack.users.ana },
      view: {
        id,
        callback_id: 'open',
        private_metadata: 'secret',
        state: {
          values: {
            title: { title: { type: 'plain_text_input', value: 'slow coupons' } },
            sev: { sev: { type: 'static_select', selected_option: { value: 'sev2' } } },
            who: { who: { type: 'multi_users_select', selected_users: [given.slack.users.ben] } },
          },
        },
      },
    });
    expect(given.slack.views('ana')).toEqual([]);
  });

  it('with errors leave the modal open', async () => {
    const { id } = await opened(form());
    app.answer = { status: 200, body: { response_action: 'errors', errors: { title: 'too vague' } } };
    expect(await given.slack.submit({ by: 'ana', viewId: id, values: { title: 'x' } })).toMatchObject({
      body: { errors: { title: 'too vague' } },
    });
    expect(given.slack.views('ana')).toMatchObject([{ id }]);
    app.answer = { status: 200, body: { response_action: 'errors', errors: { colour: 'too red' } } };
    await expect(given.slack.submit({ by: 'ana', viewId: id, values: { title: 'x' } })).rejects.toThrow(
      'errors for colour; the inputs are title, sev, who',
    );
    app.answer = { status: 500 };
    await given.slack.submit({ by: 'ana', viewId: id, values: { title: 'x' } });
    expect(given.slack.views('ana')).toMatchObject([{ id }]);
  });

  it('can be answered by another view, on top or in place', async () => {
    const { id } = await opened(form());
    app.answer = { status: 200, body: { response_action: 'update', view: modal({ title: plain('Done') }) } };
    await given.slack.submit({ by: 'ana', viewId: id, values: { title: 'x' } });
    expect(given.slack.views('ana')).toMatchObject([{ id, title: 'Done' }]);
    app.answer = { status: 200, body: { response_action: 'push', view: modal({ title: plain('More') }) } };
    await given.slack.submit({ by: 'ana', viewId: id, values: {} });
    expect(given.slack.views('ana').map((view) => view.title)).toEqual(['Done', 'More']);
    app.answer = { status: 200, body: { response_action: 'clear' } };
    await given.slack.submit({ by: 'ana', viewId: id, values: {} });
    expect(given.slack.views('ana')).toEqual([]);
  });

  it('are held back by the client while something is wrong', async () => {
    const { id } = await opened(form());
    const submit = (values: Record<string, string>) => given.slack.submit({ by: 'ana', viewId: id, values });
    app.received.length = 0;
    await expect(submit({})).rejects.toThrow('title');
    await expect(submit({ title: 'x'.repeat(21) })).rejects.toThrow('at most 20');
    await expect(submit({ title: 'x', sev: 'sev9' })).rejects.toThrow('offers sev1, sev2, not sev9');
    await expect(submit({ title: 'x', colour: 'red' })).rejects.toThrow('no field colour');
    expect(app.received).toEqual([]);
  });
});

describe('response URLs', () => {
  const send = async (url: string, body: object) => {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    return { status: response.status, body: await response.json() };
  };

  it('serve five times', async () => {
    const { responseUrl } = await given.slack.slash('ana', 'status', { channel: channel() });
    for (let use = 1; use <= 5; use += 1)
      expect(await send(responseUrl, { text: `answer ${use}` })).toMatchObject({ status: 200, body: { ok: true } });
    expect(await send(responseUrl, { text: 'one too many' })).toMatchObject({ status: 404, body: { error: 'used_url' } });
    expect(given.slack.ephemerals('ana').slice(-5)).toMatchObject(
      [1, 2, 3, 4, 5].map((use) => ({ text: `answer ${use}`, channel: channel() })),
    );
    expect(given.slack.responses.at(-1)).toMatchObject({ url: responseUrl, status: 404, error: 'used_url' });
  });

  it('live thirty minutes', async () => {
    const { responseUrl } = await given.slack.slash('ana', 'status');
    now += 30 * 60_000;
    expect(await send(responseUrl, { text: 'just in time' })).toMatchObject({ status: 200 });
    now += 1;
    expect(await send(responseUrl, { text: 'late' })).toMatchObject({ status: 404, body: { error: 'expired_url' } });
    expect(await send(`${given.slack.origin}/commands/made/up`, { text: 'x' })).toMatchObject({ status: 404 });
  });

  it('speak to the channel when told so, even where the bot is no member', async () => {
    const { elsewhere = '' } = given.slack.channelIds;
    const { responseUrl } = await given.slack.slash('ana', 'status', { channel: elsewhere });
    await send(responseUrl, { text: 'for all', response_type: 'in_channel' });
    expect(given.slack.messages(elsewhere)).toMatchObject([{ text: 'for all', user: given.slack.botUserId }]);
  });

  it('replace and delete the message that was clicked, and refuse what chat.postMessage refuses', async () => {
    const blocks = [{ type: 'actions', elements: [{ type: 'button', action_id: 'go', text: plain('Go') }] }];
    const ts = String((await given.must('chat.postMessage', { channel: channel(), text: 'question', blocks })).ts);
    const find = () => given.slack.messages(channel()).find((message) => message.ts === ts);
    const { responseUrl } = await given.slack.click({ by: 'ana', channel: channel(), ts, actionId: 'go' });
    expect(await send(responseUrl, { text: '', replace_original: true })).toMatchObject({ status: 400, body: { error: 'no_text' } });
    await send(responseUrl, { text: 'answered', replace_original: true });
    expect(find()).toMatchObject({ text: 'answered', blocks: [] });
    await send(responseUrl, { delete_original: true });
    expect(find()).toBeUndefined();
  });
});

/** The app as its manifest says, without the tab that shows its home. */
async function withoutHome(): Promise<string> {
  const text = await readFile('manifest.yml', 'utf8');
  const path = join(process.env.TEST_RUN_DIR ?? tmpdir(), 'manifest-without-home.yml');
  await writeFile(path, text.replace('home_tab_enabled: true', 'home_tab_enabled: false'));
  return path;
}
