import { z } from 'zod';
import { about, key, number, prose } from '../arguments.ts';
import { keyOf } from '../words/readers.ts';

/** A mitigation of the playbook. */
export function mitigationName() {
  return about(
    key().overwrite((text) => text.toLowerCase()),
    {
      what: { en: 'mitigation', ko: '조치' },
      examples: ['scale-consumers'],
      expects: { en: 'Say which one', ko: '어떤 조치인지 적어 주세요' },
    },
  );
}

/** One of those that the playbook has. */
export const mitigation = keyOf(({ mitigations }) => mitigations);

/** What a person chose of what can be chosen in it. */
export function chosen() {
  return about(z.record(z.string().max(100), z.union([prose(3_000), z.number(), z.boolean()])), {
    what: { en: 'choices', ko: '선택' },
    examples: [{ to: '20' }],
    expects: { en: 'Write a choice as `key=value`', ko: '선택은 `key=value` 형식으로 적어 주세요' },
  });
}

export const run = about(number(), {
  what: { en: 'run', ko: '실행' },
  examples: [12],
  expects: {
    en: 'Say which run by its number, which stands at the foot of its message',
    ko: '어느 실행인지 번호를 적어 주세요. 번호는 메시지 맨 아래에 있습니다',
  },
});
