import { takes } from '../../support/scenario/takes.ts';

const SEEN = [
  { id: '1', place: '#inc-1-coupons-late', text: 'The page: #1 is escalated to second on-call (L2): @U0SORA.' },
  { id: '2', place: '#status', text: 'Update 1 · Coupons late' },
  { id: '3', place: '#status', text: 'Update 1 · Coupons late' },
];
const taking =
  (...kinds: string[]) =>
  () =>
    takes({ takeAll: () => SEEN }, ...kinds);

it('takes what is named, in any order', () => {
  expect(taking('#status update 1', '#1 escalated to L2', '#status update 1')).not.toThrow();
});

it.each([
  ['is named less often than it was seen', ['#status update 1', '#1 escalated to L2'], /^nobody expected this: #status update 1$/],
  ['was not seen', ['#status update 1', '#status update 1', '#1 escalated to L2', '#1 mitigated'], /^nobody saw this: #1 mitigated$/],
  [
    'is of another kind',
    ['#status update 1', '#status update 2', '#1 escalated to L2'],
    /^nobody saw this: #status update 2\nnobody expected this: #status update 1$/,
  ],
  [
    'stands elsewhere',
    ['#status update 1', '#status update 1', '#2 escalated to L2'],
    /saw this: #2 .*\n.*expected this: #1 escalated to L2$/,
  ],
])('fails for what %s', (_, kinds, words) => {
  expect(taking(...kinds)).toThrow(words);
});
