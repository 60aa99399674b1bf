import { instances } from '../families/instances.ts';
import type { Template } from './template.ts';

/** Nothing is said of how the service breaks: what the program shows of itself is watched, the rest is the team's to write. */
export const blank: Template = {
  name: 'blank',
  title: 'blank',
  components: { api: {}, instances: {}, runtime: {} },
  scenarios: {},
  usual: [instances],
};
