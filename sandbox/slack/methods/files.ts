import { type Args, type Method, text } from '../method.ts';
import { SlackError } from '../slack-error.ts';

const MOST_BYTES = 1_000_000_000;
const ALT_LIMIT = 1_000;

/** https://docs.slack.dev/messaging/working-with-files#uploading_files; between the two the bytes go to the given address. */
export const fileMethods: Record<string, Method> = {
  'files.getUploadURLExternal': {
    scopes: ['files:write'],
    tier: 4,
    run(args, { workspace, origin }) {
      const name = text(args.filename);
      const length = Number(text(args.length));
      if (name === '' || text(args.length) === '') throw new SlackError('invalid_arguments');
      if (!Number.isInteger(length) || length <= 0) throw new SlackError('invalid_arguments');
      if (length > MOST_BYTES) throw new SlackError('file_upload_size_restricted');
      const altText = text(args.alt_txt);
      if ([...altText].length > ALT_LIMIT) throw new SlackError('alt_txt_too_large');
      const id = workspace.newId('F');
      return { upload_url: `${origin()}${workspace.files.ask({ id, name, title: name, altText, length, sharedIn: [] })}`, file_id: id };
    },
  },
  'files.completeUploadExternal': {
    scopes: ['files:write'],
    tier: 4,
    run(args, { workspace }) {
      const given = listed(args);
      // What this project has no use for is refused, so that nobody relies on it here.
      for (const name of ['channels', 'thread_ts', 'initial_comment', 'blocks']) {
        if (args[name] !== undefined)
          throw new SlackError('invalid_arguments', { response_metadata: { messages: [`[ERROR] ${name} is not offered by the sandbox`] } });
      }
      // Refused before anything is completed, as everything is that Slack refuses.
      const shownIn = args.channel_id === undefined ? undefined : workspace.writable(args.channel_id);
      const done = given.map(({ id, title }) => workspace.files.complete(text(id), text(title)));
      for (const file of done) if (shownIn) file.sharedIn.push(shownIn.id);
      return {
        files: done.map(({ id, title, name }) => ({ id, title, name, mimetype: '', user: workspace.bot.id, channels: [], shares: {} })),
      };
    },
  },
};

function listed(args: Args): { id?: unknown; title?: unknown }[] {
  const { files } = args;
  if (!Array.isArray(files) || files.length === 0) throw new SlackError('invalid_arguments');
  if (files.some((file) => file === null || typeof file !== 'object' || typeof file.id !== 'string'))
    throw new SlackError('invalid_arguments');
  return files;
}
