import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod/mini';
import { DownloadError, OptionError } from '../errors';
import { parseOptions } from '../internal';
import { download } from './download';
import type { DownloadOptions } from './download';

/** Where the weights of a model are published. */
export interface PretrainedEntry {
  /** Repository on the model hub. */
  readonly repository: string;
  readonly revision: string;
  readonly file: string;
  /** Digest of the file: what pins it, whatever the revision comes to mean. */
  readonly sha256: string;
}

/** Published weights by model: name, place and digest. */
export const pretrainedRegistry: Readonly<Record<string, PretrainedEntry>> = {
  densenet121: {
    repository: 'timm/densenet121.tv_in1k',
    revision: 'main',
    file: 'model.safetensors',
    sha256: 'c894c6d9caa317a8ca1942986dee7a16a86c77734a4d691d2abe05389cfef358',
  },
};

const schema = z.strictObject({
  cacheDir: z.optional(z.string()),
  endpoint: z.optional(z.string()),
  registry: z._default(z.record(z.string(), z.custom<PretrainedEntry>((value: unknown) => typeof value === 'object' && value !== null, 'an entry')), pretrainedRegistry),
  onProgress: z.optional(z.custom<NonNullable<DownloadOptions['onProgress']>>((value: unknown) => typeof value === 'function', 'a function')),
  retries: z.optional(z.int().check(z.gte(0))),
  signal: z.optional(z.custom<AbortSignal>((value: unknown) => value instanceof AbortSignal, 'an AbortSignal')),
});

/** Options of {@link pretrainedWeights}. */
export interface PretrainedOptions {
  /** Where files are kept. @default $TFJS_IGNITE_CACHE, else tfjs-ignite in $XDG_CACHE_HOME or ~/.cache */
  readonly cacheDir?: string;
  /** Address of the model hub or of a mirror. @default $HF_ENDPOINT, else https://huggingface.co */
  readonly endpoint?: string;
  /** Which weights there are. @default {@link pretrainedRegistry} */
  readonly registry?: Readonly<Record<string, PretrainedEntry>>;
  /** Called as the download goes on. */
  readonly onProgress?: NonNullable<DownloadOptions['onProgress']>;
  /** Attempts after one that brought nothing new. @default 5 */
  readonly retries?: number;
  /** Ends the download; what came so far stays, and the next call goes on from there. */
  readonly signal?: AbortSignal;
}

/**
 * The path of a file with published weights, downloaded when it is not in the cache yet.
 *
 * The file lies at `<cacheDir>/weights/<model>-<first 8 digits of its sha256>.safetensors`. It is used when its sha256 is right, with
 * no look at the network, and downloaded again when it is not. A download that was cut off goes on where it ended. Read it
 * with {@link readWeightFile}.
 *
 * @param name of the model, such as `densenet121`: torchvision's ImageNet weights, as converted by timm
 * @throws OptionError for a model without published weights; DownloadError when they cannot be had
 *
 * @example
 * ```ts
 * import { densenet121, loadWeights } from 'tfjs-ignite/models';
 * import { pretrainedWeights, readWeightFile } from 'tfjs-ignite/node';
 *
 * const model = densenet121();
 * loadWeights(model, await readWeightFile(await pretrainedWeights('densenet121')));
 * ```
 */
export async function pretrainedWeights(name: string, options: PretrainedOptions = {}): Promise<string> {
  const { cacheDir, endpoint, registry, onProgress, retries, signal } = parseOptions('pretrainedWeights', schema, options);
  const entry = Object.hasOwn(registry, name) ? registry[name] : undefined;
  if (entry === undefined) {
    throw new OptionError({ owner: 'pretrainedWeights', expected: `a model with published weights (${Object.keys(registry).join(', ')})`, got: name });
  }
  const path = join(resolve(cacheDir ?? defaultCache()), 'weights', `${name}-${entry.sha256.slice(0, 8)}.safetensors`);
  const base = (endpoint ?? process.env.HF_ENDPOINT ?? 'https://huggingface.co').replace(/\/+$/, '');
  const url = `${base}/${entry.repository}/resolve/${entry.revision}/${entry.file}`;
  try {
    const given = { ...(onProgress && { onProgress }), ...(signal && { signal }), ...(retries !== undefined && { retries }) };
    await download(url, path, { sha256: entry.sha256, ...given });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new DownloadError({
      owner: 'pretrainedWeights',
      expected: `to download the weights of ${name} (${message})`,
      mend: `Run it again to go on, get ${url} by other means and pass its path (--weights PATH), or start from random weights (--weights random).`,
      cause,
    });
  }
  return path;
}

function defaultCache(): string {
  const { TFJS_IGNITE_CACHE: own, XDG_CACHE_HOME: shared } = process.env;
  if (own !== undefined && own !== '') return own;
  return join(shared !== undefined && shared !== '' ? shared : join(homedir(), '.cache'), 'tfjs-ignite');
}
