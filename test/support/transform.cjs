/** Turns one TypeScript file into CommonJS for jest; types are checked by `npm run types`, not here. */
const { createHash } = require('node:crypto');
const { transformSync, version } = require('esbuild');

const options = { loader: 'ts', format: 'cjs', target: 'node20', sourcemap: 'inline', sourcesContent: false,
  // Inside jest's vm context only `require` works.
  supported: { 'dynamic-import': false } };

module.exports = {
  process(source, filename) {
    return { code: transformSync(source, { ...options, sourcefile: filename }).code };
  },
  getCacheKey(source, filename) {
    return createHash('sha256').update(`${version}\0${JSON.stringify(options)}\0${filename}\0${source}`).digest('hex');
  },
};
