/**
 * What to do about a code of ours, beside the words that say what happened: here and nowhere else, for the briefing, the analysis, mitigations and
 * `npm run doctor`. About a word of Slack's see `src/domain/chat/slack-advice.ts`.
 */
export const advice = {
  changed: 'The target has changed since the plan was made. Look at a new plan.',
  connection: 'Is it up, and may this machine reach it?',
  forbidden: 'Bongsu may not do this: give its account the right, or do it by hand.',
  frozen: 'Everything is frozen; `unfreeze` lets mitigations run again.',
  invalid: 'It does not accept this value. Choose another one.',
  lapsed: 'Plan it again if it is still wanted.',
  nobody_reached: 'Nobody on call can be reached. Call somebody yourself, or page one person with `page @name`.',
  not_configured: 'It is not set up: `npm run doctor` says what is missing.',
  not_found: 'It is not there. Is its name in the playbook right?',
  ratelimited: 'Too many requests at once; it continues as soon as that is allowed.',
  timeout: 'It may be overloaded. Look at it, then try again.',
};

export type Advised = keyof typeof advice;
