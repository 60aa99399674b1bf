import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** What this person sees on the app's own page, after they opened it. */
async function homeOf(s: Scenario, name: string): Promise<string> {
  const user = s.slack.users[name] ?? '';
  await s.slack.event('app_home_opened', { user, tab: 'home' });
  await s.slack.until(({ views }) => views(user).some(({ type }) => type === 'home'));
  await s.app.idle();
  return JSON.stringify(s.slack.views(user).find(({ type }) => type === 'home')?.blocks);
}

describe('the App Home', () => {
  it('shows what is under way and who is on call, anew each time it is opened', async () => {
    const s = await scenario(CALM);
    expect(await homeOf(s, 'jisoo')).toContain(`<@${s.slack.users.minji}>`);
    const { channel } = await s.opens('sora', 'sev3 Coupons are late');
    const home = await homeOf(s, 'jisoo');
    expect(home).toContain('Coupons are late');
    expect(home).toContain(`<#${channel}>`);
    expect(home).not.toContain('command.list.');
  });

  it('has a button that opens the form to declare with', async () => {
    const s = await scenario(CALM);
    await homeOf(s, 'hana');
    const home = s.slack.views(s.slack.users.hana ?? '').find(({ type }) => type === 'home');
    await s.slack.clickInView({ by: 'hana', viewId: home?.id ?? '', actionId: 'command.open' });
    await s.slack.until(({ views }) => views(s.slack.users.hana ?? '').some(({ callbackId }) => callbackId === 'incident.open'));
  });
});
