import { account } from '../accounts/account.ts';
import { secret } from '../accounts/shapes.ts';

/** How the watched service's Actuators are asked; where they are stands in the playbook. */
export const actuatorAccount = account({
  title: 'Actuator',
  variables: {
    ACTUATOR_AUTHORIZATION: {
      shape: secret('a whole Authorization header, such as Bearer … or Basic …', { matches: (text) => /^\S+ \S+$/.test(text) }),
      example: 'Bearer actuator-token',
      said: {
        en: "the whole `Authorization` header (`Bearer …`, `Basic …`) with which the watched service's Actuator is asked for heap dumps",
        ko: '감시 대상 서비스의 Actuator에 힙 덤프를 요청할 때 쓰는 `Authorization` 헤더 전체 (`Bearer …`, `Basic …`)',
      },
    },
  },
  settings: ({ ACTUATOR_AUTHORIZATION }) => ({ authorization: ACTUATOR_AUTHORIZATION }),
});
