import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { errorText, OperatorError } from './domain/errors.ts';

const ENV_FILE = '.env';

/**
 * Takes the variables of `.env` in the working directory into the environment, if there is such a file; what is in the environment already
 * wins. Called once, first thing, by each command that reads the configuration. Throws UserError when the file is there and cannot be read.
 */
export function useEnvFile(path = ENV_FILE): void {
  if (!existsSync(path)) return;
  try {
    loadEnvFile(path);
  } catch (error) {
    throw new OperatorError(
      'env_file',
      `${path} cannot be read (${errorText(error)}): it must be a file that the user who runs Bongsu may read.`,
    );
  }
}
