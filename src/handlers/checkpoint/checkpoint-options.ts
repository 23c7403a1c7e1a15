import * as z from 'zod/mini';
import type { FileStore } from '../../contracts';
import type { AnyEngine } from '../../engine';
import { OptionError } from '../../errors';
import type { GlobalStepTransform } from '../global-step-from-engine';
import { hasMethods } from '../../internal';
import { functionSchema, storeSchema } from '../schemas';
import { placeholdersIn } from './file-pattern';
import type { SaveFunction, SaveHandler } from './save-handler';

/** Options that `Checkpoint` and `ModelCheckpoint` share. */
export interface KeeperOptions<E extends AnyEngine = AnyEngine> {
  /** Begins every file name, before an underscore. @default '' */
  readonly filenamePrefix?: string;
  /** Ranks checkpoints: the best `nSaved` are kept. Default: the global step ranks them, so the newest are kept. */
  readonly scoreFunction?: (engine: E) => number;
  /** Name of the score in file names; without `scoreFunction`, the metric of the engine that is the score. */
  readonly scoreName?: string;
  /** How many files are kept; `null` keeps all. @default 1 */
  readonly nSaved?: number | null;
  /** The step in file names. Default: the iteration of the engine, and none where there is a score. */
  readonly globalStepTransform?: GlobalStepTransform;
  /** File names, with the placeholders {filenamePrefix}, {name}, {globalStep}, {scoreName}, {score} and {ext}. */
  readonly filenamePattern?: string;
  /** Whether the handler's own state is saved as well, as `checkpointer`. @default false */
  readonly includeSelf?: boolean;
  /** Whether a score equal to the lowest kept one replaces it. @default false */
  readonly greaterOrEqual?: boolean;
}

/** Schemas of {@link KeeperOptions}. */
export const keeperShape = {
  filenamePrefix: z._default(z.string(), ''),
  scoreFunction: z.optional(functionSchema),
  scoreName: z.optional(z.string().check(z.minLength(1))),
  nSaved: z._default(z.nullable(z.int().check(z.minimum(1))), 1),
  globalStepTransform: z.optional(functionSchema),
  filenamePattern: z.optional(z.string().check(z.minLength(1))),
  includeSelf: z._default(z.boolean(), false),
  greaterOrEqual: z._default(z.boolean(), false),
};

/** Where checkpoints go: to exactly one of these. */
export interface Destination {
  /** Files of a store, such as `fsStore(directory)`. */
  readonly store?: FileStore;
  /** Anything else. */
  readonly saveHandler?: SaveHandler | SaveFunction;
}

/** Schemas of {@link Destination}. */
export const destinationShape = {
  store: z.optional(storeSchema),
  saveHandler: z.optional(
    z.custom<SaveHandler | SaveFunction>((value) => typeof value === 'function' || hasMethods(value, 'save', 'remove'), 'a function, or an object with save() and remove()'),
  ),
};

/** Refuses a pattern that names what there will not be. */
export function checkPattern(owner: string, options: Pick<KeeperOptions<never>, 'filenamePattern' | 'scoreFunction' | 'scoreName' | 'globalStepTransform'>): void {
  const { filenamePattern, scoreFunction, scoreName, globalStepTransform } = options;
  if (filenamePattern === undefined) return;
  const placeholders = placeholdersIn(`${owner}.filenamePattern`, filenamePattern);
  const isScored = scoreFunction !== undefined || scoreName !== undefined;
  const missing =
    placeholders.has('score') && !isScored
      ? '{score} only with scoreFunction or scoreName'
      : placeholders.has('scoreName') && scoreName === undefined
        ? '{scoreName} only with scoreName'
        : placeholders.has('globalStep') && isScored && globalStepTransform === undefined
          ? '{globalStep} beside a score only with globalStepTransform'
          : undefined;
  if (missing !== undefined) throw new OptionError({ owner: `${owner}.filenamePattern`, expected: missing, got: filenamePattern });
}
