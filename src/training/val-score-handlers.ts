import * as z from 'zod/mini';
import type { Logger } from '../contracts';
import type { AnyEngine, RemovableEventHandle } from '../engine';
import { Events } from '../engine';
import type { Destination, KeeperOptions, Saveable, Saveables } from '../handlers';
import { Checkpoint, EarlyStopping, defaultScoreFunction, globalStepFromEngine } from '../handlers';
import { hasMethods, parseOptions } from '../internal';
import { isModel } from '../optim';

/** A handler and where it was attached. */
export interface AddedHandler<H> {
  readonly handler: H;
  /** Ends it. */
  remove(): void;
}

/** A metric that an evaluator is judged by. */
export interface ValScore {
  /** The engine that has the metric when it completes. */
  readonly evaluator: AnyEngine;
  /** The metric; a number. */
  readonly metricName: string;
  /** -1 where a smaller metric is better, such as a loss. @default 1 */
  readonly scoreSign?: 1 | -1;
}

/** Options of {@link addEarlyStoppingByValScore}. */
export interface EarlyStoppingByValScoreOptions extends ValScore {
  /** How many scores in a row without improvement stop the trainer; at least 1. */
  readonly patience: number;
  /** The engine to stop. */
  readonly trainer: AnyEngine;
  /** Is told when the trainer is stopped. Default: nobody. */
  readonly logger?: Logger;
}

/** Options of {@link genSaveBestModelsByValScore}. Exactly one of `store` and `saveHandler` is needed. */
export interface SaveBestModelsOptions extends ValScore, Destination {
  /** One, which is saved as `model`, or several objects by name. */
  readonly models: Saveable | Saveables;
  /** How many of the best are kept; `null` keeps all. @default 3 */
  readonly nSaved?: number | null;
  /** The engine whose epoch goes into file names. Default: no epoch does. */
  readonly trainer?: AnyEngine;
  /** Stands before the name of the metric in file names, with an underscore. @default 'val' */
  readonly tag?: string;
  /** More options of {@link Checkpoint}. @default none */
  readonly checkpoint?: Omit<KeeperOptions, 'nSaved' | 'scoreFunction' | 'scoreName' | 'globalStepTransform'>;
}

/** Schemas that the helpers of this folder share; what they hand on is checked where it arrives. */
export const engineSchema = z.custom<AnyEngine>((value) => hasMethods(value, 'on', 'terminate', 'fireEvent'), 'an engine');
export const objectSchema = z.custom<object>((value: unknown) => typeof value === 'object' && value !== null, 'an object');
export const valScoreShape = {
  evaluator: engineSchema,
  metricName: z.string().check(z.minLength(1)),
  scoreSign: z._default(z.union([z.literal(1), z.literal(-1)], { error: '1 or -1' }), 1),
};

const stoppingSchema = z.strictObject({ ...valScoreShape, patience: z.optional(z.unknown()), trainer: engineSchema, logger: z.optional(z.unknown()) });
const savingSchema = z.strictObject({
  ...valScoreShape,
  models: objectSchema,
  store: z.optional(z.unknown()),
  saveHandler: z.optional(z.unknown()),
  nSaved: z.optional(z.unknown()),
  trainer: z.optional(engineSchema),
  tag: z._default(z.string(), 'val'),
  checkpoint: z.optional(objectSchema),
});

/**
 * Stops a trainer when a metric of an evaluator has not improved for `patience` of its runs: an {@link EarlyStopping} at the evaluator's COMPLETED.
 *
 * @throws OptionError for wrong options, and at COMPLETED if there is no such metric
 *
 * @example
 * ```ts
 * import { Engine, Events, addEarlyStoppingByValScore } from 'tfjs-ignite';
 *
 * const losses = [0.5, 0.3, 0.4, 0.35, 0.2];
 * const trainer = new Engine(() => 0);
 * const evaluator = new Engine(() => 0);
 * evaluator.on(Events.COMPLETED, ({ state }) => void (state.metrics.loss = losses[trainer.state.epoch - 1]));
 * trainer.on(Events.EPOCH_COMPLETED, () => evaluator.run([0]));
 * addEarlyStoppingByValScore({ patience: 2, evaluator, trainer, metricName: 'loss', scoreSign: -1 });
 * (await trainer.run([0], { maxEpochs: 5 })).epoch; // => 4
 * ```
 */
export function addEarlyStoppingByValScore(options: EarlyStoppingByValScoreOptions): AddedHandler<EarlyStopping> {
  const { evaluator, metricName, scoreSign } = parseOptions('addEarlyStoppingByValScore', stoppingSchema, options);
  const { patience, trainer, logger } = options;
  const scoreFunction = defaultScoreFunction(metricName, scoreSign);
  const handler = new EarlyStopping({ patience, trainer, scoreFunction, ...(logger === undefined ? {} : { logger }) });
  return added(handler, handler.attach(evaluator));
}

/**
 * Keeps the models with the best values of an evaluator's metric: a {@link Checkpoint} at the evaluator's COMPLETED, whose files are named
 * `best_{name}_{epoch}_{tag}_{metric}={score}.safetensors`, the metric in lower case.
 *
 * @throws OptionError for wrong options, and at COMPLETED if there is no such metric
 *
 * @example
 * ```ts
 * import { Engine, Events, genSaveBestModelsByValScore, memoryStore, plainState } from 'tfjs-ignite';
 *
 * const accuracies = [0.5, 0.75, 0.25];
 * const trainer = new Engine(() => 0);
 * const evaluator = new Engine(() => 0);
 * evaluator.on(Events.COMPLETED, ({ state }) => void (state.metrics.Accuracy = accuracies[trainer.state.epoch - 1]));
 * trainer.on(Events.EPOCH_COMPLETED, () => evaluator.run([0]));
 * const store = memoryStore();
 * const models = plainState({ weight: 1 });
 * const best = genSaveBestModelsByValScore({ store, evaluator, models, metricName: 'Accuracy', nSaved: 1, trainer });
 * await trainer.run([0], { maxEpochs: 3 });
 * best.handler.lastCheckpoint; // => 'best_model_2_val_accuracy=0.7500.safetensors'
 * ```
 */
export function genSaveBestModelsByValScore(options: SaveBestModelsOptions): AddedHandler<Checkpoint> {
  const { evaluator, metricName, scoreSign, trainer, tag } = parseOptions('genSaveBestModelsByValScore', savingSchema, options);
  const { models, nSaved = 3, checkpoint } = options;
  const handler = new Checkpoint({
    filenamePrefix: 'best',
    ...checkpoint,
    ...destinationOf(options),
    nSaved,
    toSave: isSaveable(models) ? { model: models } : models,
    scoreName: `${tag}_${metricName.toLowerCase()}`,
    scoreFunction: defaultScoreFunction(metricName, scoreSign),
    ...(trainer === undefined ? {} : { globalStepTransform: globalStepFromEngine(trainer) }),
  });
  return added(handler, handler.attach(evaluator, Events.COMPLETED));
}

/** The part of options that says where checkpoints go. */
export function destinationOf({ store, saveHandler }: Destination): Destination {
  return { ...(store === undefined ? {} : { store }), ...(saveHandler === undefined ? {} : { saveHandler }) };
}

function added<H>(handler: H, handle: RemovableEventHandle): AddedHandler<H> {
  return { handler, remove: () => handle.remove() };
}

function isSaveable(value: Saveable | Saveables): value is Saveable {
  return hasMethods(value, 'stateDict', 'loadStateDict') || isModel(value);
}
