import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import { secret } from '../accounts/shapes.ts';

/** How the watched service's Actuators are asked; where they are stands in the playbook. */
export const actuatorAccount = account({
  title: 'Actuator',
  variables: {
    ACTUATOR_AUTHORIZATION: {
      shape: secret('a whole Authorization header, such as Bearer … or Basic …', { matches: (text) => /^\S+ \S+$/.test(text) }),
      example: 'Bearer actuator-token',
      said: worded(({ accounts }) => accounts.actuatorAuthorization),
    },
  },
  settings: ({ ACTUATOR_AUTHORIZATION }) => ({ authorization: ACTUATOR_AUTHORIZATION }),
});
