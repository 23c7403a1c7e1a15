import { BackendError } from '../errors';

/**
 * Loads an optional peer dependency, or says in one sentence how to install it.
 *
 * @param name of the npm package
 * @param purpose what it is needed for, to be read after "for"
 */
export async function loadOptionalPeer<Module>(name: string, purpose: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND');
    throw new BackendError({
      owner: name,
      expected: `the package ${name} for ${purpose}${missing ? ', which is not installed' : `, which is installed but could not be loaded (${String(error)})`}`,
      mend: missing ? `Run: npm install ${name}` : `Install a version of it that fits Node ${process.version}, or a newer Node.`,
      cause: error,
    });
  }
}
