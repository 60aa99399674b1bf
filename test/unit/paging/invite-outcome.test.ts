import { inviteOutcome } from '../../../src/integrations/slack/invite-outcome.ts';

describe('inviteOutcome', () => {
  it.each([
    ['everybody came in', {}, []],
    ['one of two is deactivated', { errors: [{ user: 'U2', error: 'user_disabled' }] }, [{ user: 'U2', code: 'user_disabled' }]],
    ['one is there already', { errors: [{ user: 'U1', error: 'already_in_channel' }] }, []],
    ['everybody is there already', { error: 'already_in_channel' }, []],
    [
      'nobody came in, with a list',
      {
        error: 'user_not_found',
        errors: [
          { user: 'U1', error: 'user_not_found' },
          { user: 'U2', error: 'already_in_channel' },
        ],
      },
      [{ user: 'U1', code: 'user_not_found' }],
    ],
    [
      'nobody came in, without a list',
      { error: 'cant_invite' },
      [
        { user: 'U1', code: 'cant_invite' },
        { user: 'U2', code: 'cant_invite' },
      ],
    ],
    ['we may not invite here', { error: 'not_in_channel' }, undefined],
    ['a scope is missing', { error: 'missing_scope' }, undefined],
  ])('%s', (_case, reply, expected) => {
    expect(inviteOutcome(['U1', 'U2'], reply)).toEqual(expected);
  });
});
