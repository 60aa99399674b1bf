/**
 * Runs the bundle of the folder that is named, with what V8 made of it before: most of a start is reading and compiling. `--keep` writes that down and
 * ends. CommonJS, because Node 20 gives no ES module a cache.
 */
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');
const { constants, Script } = require('node:vm');

const [folder, wanted] = process.argv.slice(2);
// One level below the root, where the sources stand as well: what they read beside themselves is found from here too.
const filename = join(__dirname, '../../../dist/bot-process.cjs');
const cache = join(folder, 'cache');
const script = new Script(
  // Every character of it is one byte, which is read in no time.
  `(function (exports, require, module, __filename, __dirname) {${readFileSync(join(folder, 'bundle.js'), 'latin1')}\n})`,
  {
    filename,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(existsSync(cache) && { cachedData: readFileSync(cache) }),
  },
);
const own = { exports: {} };
script.runInThisContext()(own.exports, createRequire(filename), own, filename, dirname(filename));
if (wanted === '--keep') {
  writeFileSync(cache, script.createCachedData());
  process.exit();
}
