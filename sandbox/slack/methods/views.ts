import { type Method, text } from '../method.ts';
import { SlackError } from '../slack-error.ts';

/** https://docs.slack.dev/reference/methods?query=views. They need no scope of their own. */
export const viewMethods: Record<string, Method> = {
  'views.open': {
    scopes: [],
    tier: 4,
    run: (args, { views }) => ({ view: views.object(views.open(text(args.trigger_id), args.view, 'open')) }),
  },
  'views.push': {
    scopes: [],
    tier: 4,
    run: (args, { views }) => ({ view: views.object(views.open(text(args.trigger_id), args.view, 'push')) }),
  },
  'views.update': {
    scopes: [],
    tier: 4,
    run(args, { views }) {
      const state = views.update({
        viewId: text(args.view_id),
        externalId: text(args.external_id),
        hash: text(args.hash),
        view: args.view,
      });
      return { view: views.object(state) };
    },
  },
  'views.publish': {
    scopes: [],
    tier: 4,
    run(args, { views, workspace, permissions }) {
      const user = text(args.user_id);
      if (!permissions.homeTab) throw new SlackError('not_enabled');
      if (!workspace.people.has(user)) throw new SlackError('user_not_found');
      return { view: views.object(views.publish(user, text(args.hash), args.view)) };
    },
  },
};
