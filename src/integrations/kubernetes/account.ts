import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import { text } from '../accounts/shapes.ts';

export const kubernetesAccount = account({
  title: 'Kubernetes',
  variables: {
    KUBECONFIG: {
      shape: text(),
      example: '/etc/bongsu/kubeconfig',
      said: worded(({ accounts }) => accounts.kubeconfig),
    },
  },
  settings: ({ KUBECONFIG }) => ({ kubeconfig: KUBECONFIG }),
});
