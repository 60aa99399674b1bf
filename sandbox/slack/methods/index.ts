import type { Method } from '../method.ts';
import { SlackError } from '../slack-error.ts';
import { appMethods } from './apps.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import { historyMethods } from './history.ts';
import { peopleMethods } from './people.ts';
import { pinAndBookmarkMethods } from './pins-and-bookmarks.ts';
import { viewMethods } from './views.ts';

/** Gone since 2025-11-12 (https://docs.slack.dev/reference/methods/files.upload). */
const retired: Method = {
  scopes: [],
  tier: 2,
  run: () => {
    throw new SlackError('method_deprecated');
  },
};

/** Every method the stand-in knows; any other is `unknown_method`. */
export const METHODS: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    ...appMethods,
    ...chatMethods,
    ...historyMethods,
    ...conversationMethods,
    ...peopleMethods,
    ...pinAndBookmarkMethods,
    ...viewMethods,
    ...fileMethods,
    'files.upload': retired,
  }),
);
