import { defineConfig } from 'tsup';

/** The public entries: `.` and one for each subpath of `package.json#exports`. */
const subpaths = ['engine', 'metrics', 'handlers', 'data', 'models', 'safetensors', 'node', 'web'];

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    ...Object.fromEntries(subpaths.map((name) => [`${name}/index`, `src/${name}/index.ts`])),
    'node/cli': 'src/node/cli.ts',
  },
  format: ['esm', 'cjs'],
  dts: true,
  // Without shared chunks two entries would carry two copies of a class, and `instanceof` would fail across them.
  splitting: true,
  clean: true,
  sourcemap: true,
  target: 'node20',
});
