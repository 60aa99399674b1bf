import { mitigate } from '../../src/commands/mitigate.ts';

const run = { chosen: { to: '20' }, shown: 'a.b', typed: 'coupon\nissue "x"' };

it.each([
  ['', { do: 'show' }],
  ['  ', { do: 'show' }],
  ['scale-consumers', { do: 'plan', name: 'scale-consumers', chosen: {} }],
  [' Scale-Consumers  to=20 ', { do: 'plan', name: 'scale-consumers', chosen: { to: '20' } }],
  [
    'post-notice text=Coupons are late. Sorry! for=30m',
    { do: 'plan', name: 'post-notice', chosen: { text: 'Coupons are late. Sorry!', for: '30m' } },
  ],
  ['rate-limit to=', { do: 'plan', name: 'rate-limit', chosen: { to: '' } }],
  ['approve 12', { do: 'steer', how: 'approve', runId: 12 }],
  ['UNDO #12', { do: 'steer', how: 'undo', runId: 12 }],
  ['keep 3', { do: 'steer', how: 'keep', runId: 3 }],
  [`run scale-consumers ${JSON.stringify(run)}`, { do: 'run', name: 'scale-consumers', ...run }],
  ['run x {"chosen":{},"shown":""}', { do: 'run', name: 'x', chosen: {}, shown: '', typed: undefined }],
])('reads %p', (words, args) => {
  expect(mitigate.parse(words)).toEqual(args);
});

it.each([
  'scale-consumers 20',
  'scale-consumers please to=20',
  'approve',
  'undo scale-consumers',
  'stop 12 now',
  'run scale-consumers',
  'run scale-consumers to=20',
  'run scale-consumers {"chosen":{"to":20},"shown":"a"}',
  'run scale-consumers {"chosen":{}',
])('refuses %p and says what to write', (words) => {
  expect(() => mitigate.parse(words)).toThrow(
    expect.objectContaining({ name: 'UserError', code: 'bad_mitigate', message: expect.stringMatching(/`mitigate /) }),
  );
});
