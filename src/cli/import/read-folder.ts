import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { errorText, OperatorError } from '../../domain/errors.ts';
import type { ExportFile } from '../../domain/oncall/import/draft.ts';

/** More than this is no export. */
const MOST_FILES = 20_000;
const MOST_BYTES = 50_000_000;

/** Every JSON file below a folder, in the order of their paths. Throws OperatorError when there is no such folder, nothing in it, or far too much. */
export function readFolder(folder: string): ExportFile[] {
  const names = list(folder)
    .filter((name) => name.toLowerCase().endsWith('.json') && !name.split(sep).some((part) => part.startsWith('.')))
    .sort();
  if (names.length === 0) throw new OperatorError('empty_folder', `${folder} holds no JSON file: give the folder in which the export is.`);
  if (names.length > MOST_FILES)
    throw new OperatorError('folder_too_large', `${folder} holds ${names.length} JSON files: give the folder of the export alone.`);
  return names.map((name) => {
    const path = join(folder, name);
    try {
      if (statSync(path).size > MOST_BYTES) throw new Error(`it is larger than ${MOST_BYTES / 1_000_000} MB`);
      return { path: relative(folder, path).split(sep).join('/'), text: readFileSync(path, 'utf8') };
    } catch (error) {
      throw new OperatorError('unreadable_file', `${path} cannot be read: ${errorText(error)}.`, { cause: error });
    }
  });
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    throw new OperatorError('no_such_folder', `${folder} is no folder that can be read: ${errorText(error)}.`, { cause: error });
  }
}
