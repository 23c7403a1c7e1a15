/**
 * Caltech 256 with a pretrained DenseNet-121: the recipe of the blog post "Caltech 256 in PyTorch", on TensorFlow.js.
 *
 *   npm run caltech256                                     the real data set, downloaded and verified (1.2 GB)
 *   npm run caltech256 -- --data DIR                       any folder with one sub-folder of images a class
 *   npm run caltech256 -- --out DIR --resume               go on from the newest checkpoint of a run
 *   npm run caltech256 -- --find-lr                        look for a learning rate first, and train with it
 *   npm run caltech256 -- --out DIR --classify IMAGE       name an image with the model that a run has saved
 *
 * While it trains, `report.html` in the run's folder shows how it goes, and so does TensorBoard: tensorboard --logdir DIR/tensorboard
 */
import { join, relative } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import {
  Accuracy, Checkpoint, ConfusionMatrix, DataError, EarlyStopping, Events, FastaiLRFinder, IgniteError, Loss, OptionError, ProgressBar,
  createSupervisedEvaluator, createSupervisedTrainer, latestCheckpoint, losses, optim, plainState, settingsState,
} from 'tfjs-ignite';
import type { AnyEngine, HostTensor, Model, StateDict } from 'tfjs-ignite';
import { CenterCrop, Compose, DataLoader, IMAGENET_STATISTICS, Normalize, Resize, Subset, ToTensor, randomSplit } from 'tfjs-ignite/data';
import type { Dataset, LabelledBatch } from 'tfjs-ignite/data';
import {
  densenet121, extractFeatures, forwardWithBatchStatistics, freeze, loadWeights, meanAndVariance, replaceHead, setBatchNormMode, splitHead,
} from 'tfjs-ignite/models';
import type { FeatureProgress } from 'tfjs-ignite/models';
import {
  INTERRUPTED_EXIT_CODE, caltech256, fsStore, interruptSignal, loadImageClassifier, openImageFolder, pretrainedWeights, readWeightFile,
  saveImageClassifier, terminalProgress, useBackend,
} from 'tfjs-ignite/node';
import type { DownloadProgress } from 'tfjs-ignite/node';
import { commandLine } from './caltech256-options';
import type { Options } from './caltech256-options';
import { makeReports, predictions } from './caltech256-report';

/** Trains or classifies as the command line says; resolves to the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const options = commandLine(args);
  if (options.classify !== undefined) {
    await useBackend(options.backend);
    return classify(options.classify, join(options.out, 'model'));
  }
  const { signal, dispose } = interruptSignal({ onInterrupt: () => console.log('\nStopping after this step. Once more to stop at once.') });
  try {
    return await train(options, signal);
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    return interrupted();
  } finally {
    dispose();
  }
}

async function train(options: Options, signal: AbortSignal): Promise<number> {
  const { batchSize, out, seed } = options;
  const frozen = options.mode === 'frozen';
  const isAborted = (): boolean => signal.aborted;
  const checkpoints = fsStore(join(out, 'checkpoints'));
  if (!options.resume) refuseToOverwrite(out, await checkpoints.list());
  const clock = stopwatch();
  const backend = await useBackend(options.backend);
  console.log(`Backend: ${backend.name}`);
  const progress = await terminalProgress();
  const meter = (description: string) => (value: number, total = value): void => {
    const frame = { description, value, total, postfix: '', elapsed: clock.sinceLap() };
    if (value < total) progress.show(frame);
    else progress.close(frame, true);
  };
  const onProgress = ({ received, total }: DownloadProgress): void => meter('Bytes')(received, total);

  // The images. The post does not normalise them: batch statistics make up for that, running statistics would not.
  const directory = options.data ?? (await caltech256('data', { signal, onProgress }));
  const [resize, crop, toTensor] = [new Resize(255), new CenterCrop(224), new ToTensor()];
  const transform = frozen ? new Compose([resize, crop, toTensor, new Normalize(IMAGENET_STATISTICS)]) : new Compose([resize, crop, toTensor]);
  const images = await openImageFolder(directory, { transform, onError: options.onError, followLinks: options.followLinks, minClasses: 2 });
  console.log(`Data: ${images.length} images of ${images.classes.length} classes in ${directory}`);

  // The pretrained network, with every parameter frozen.
  const densenet = densenet121({ seed });
  if (options.weights !== 'random') {
    const file = options.weights === 'auto' ? await pretrainedWeights('densenet121', { signal, onProgress }) : options.weights;
    loadWeights(densenet, await readWeightFile(file));
  }
  freeze(densenet);
  if (!frozen) setBatchNormMode(densenet, 'torch');
  const { backbone } = splitHead(densenet);

  // A frozen backbone gives the same features for an image every time, so each image goes through it once.
  const samples = images.samples.map(({ path, ...sample }) => ({ ...sample, path: relative(directory, path) }));
  const caching = { cache: fsStore(join(out, 'features')), key: { transform: transform.toJSON(), samples } };
  const onBatch = ({ samples: value, length }: FeatureProgress): void => meter('Features')(value, length);
  const features = frozen ? await extractFeatures(backbone, images, { batchSize, ...caching, signal, onBatch }) : undefined;
  const figures = { backend: backend.name, images: images.length, features: clock.lap(), epochs: [] as number[], total: 0, tensors: [] as number[] };
  const [training, validation, test] = split(features ?? images, seed);

  // A new classifier, for these classes.
  const standardize = features !== undefined && options.weights === 'random' ? meanAndVariance(features.select(training.indices)) : undefined;
  const model = replaceHead(densenet, { classes: images.classes.length, seed, ...(standardize && { standardize }) });
  const { head } = splitHead(model);
  const loader = (dataset: Dataset<ImageSample>, offset: number) => new DataLoader(dataset, { batchSize, shuffle: true, seed: seed + offset });
  const loaders = { training: loader(training, 0), trainingAgain: loader(training, 1), validation: loader(validation, 2), test: loader(test, 3) };

  // Only the head has gradients. Where the backbone is not done with, it runs before the head, outside of their tape.
  const prepareBatch = ([x, y]: LabelledBatch, { training: isTraining }: { training: boolean }): LabelledBatch =>
    frozen ? [x, y] : [isTraining ? forwardWithBatchStatistics(backbone, x) : tf.tidy(() => backbone.predictOnBatch(x) as tf.Tensor), y];
  const optimizer = new optim.Adam(head, { lr: options.lr });
  const reports = makeReports(options, backend.name);
  const trainer = createSupervisedTrainer(head, optimizer, losses.crossEntropy, { prepareBatch });
  const evaluator = createSupervisedEvaluator(head, {
    prepareBatch,
    metrics: { accuracy: new Accuracy(), loss: new Loss(losses.crossEntropy), confusion: new ConfusionMatrix({ numClasses: images.classes.length }) },
  });

  // Before there are handlers that save or stop: a search runs all of them.
  const latest = options.resume ? await latestCheckpoint(checkpoints) : undefined;
  if (options.findLr && latest === undefined) await findLearningRate(trainer, loaders.training, { model: frozen ? head : model, optimizer, loader: loaders.training });

  const history: Record<'training' | 'validation', Results> = { training: { accuracy: [], loss: [] }, validation: { accuracy: [], loss: [] } };
  const evaluate = async (name: 'training' | 'validation', data: DataLoader<ImageSample>): Promise<boolean> => {
    const { metrics } = await evaluator.run(data, { signal });
    if (isAborted()) return false;
    const title = name === 'training' ? 'Training' : 'Validation';
    console.log(`${title} Results - Epoch: ${trainer.state.epoch} Avg accuracy: ${percent(metrics.accuracy)} Avg loss: ${metrics.loss.toFixed(2)}`);
    history[name].accuracy.push(100 * metrics.accuracy);
    history[name].loss.push(metrics.loss);
    reports.log({ [`${name}/accuracy`]: metrics.accuracy, [`${name === 'training' ? 'training, whole epoch' : name}/loss`]: metrics.loss }, trainer.state.epoch);
    return true;
  };

  new ProgressBar({ display: progress }).attach(trainer, { outputTransform: (loss) => ({ loss }) });
  let evaluated = false;
  trainer.on(Events.EPOCH_COMPLETED, async () => {
    evaluated = (await evaluate('training', loaders.trainingAgain)) && (await evaluate('validation', loaders.validation));
    figures.epochs.push(clock.lap());
    figures.tensors.push(tf.memory().numTensors);
    if (evaluated) await fsStore(out).write('history.json', json(history));
    else trainer.terminate({ skipCompleted: true });
  });

  // Handlers run in the order of their registration: these see the results of the epoch.
  const whenEvaluated = Events.EPOCH_COMPLETED.when(() => evaluated);
  const validationAccuracy = () => history.validation.accuracy.at(-1) ?? 0;
  // The best epoch is tested and saved; in the post it is the last one.
  const earlyStopping = new EarlyStopping({ patience: options.patience, scoreFunction: validationAccuracy, trainer, ...(frozen && { restoreBest: { head } }) });
  if (frozen) earlyStopping.attach(trainer, { event: whenEvaluated });

  // What a run that was killed goes on from: everything that changes while it runs.
  const { mode, weights, lr, patience } = options;
  const settings = { mode, weights, seed, batchSize, lr, patience, classes: images.classes.join('/') };
  const parts = { settings: settingsState(settings), ...loaders, history: plainState(history), trainer, model: frozen ? head : model, optimizer, earlyStopping, page: reports.page };
  const checkpoint = new Checkpoint({ toSave: parts, store: checkpoints, nSaved: 2 });
  const midEpoch = Events.ITERATION_COMPLETED.when(({ state }, n) => n % (state.epochLength ?? 1) !== 0 && (isAborted() || n % options.checkpointEvery === 0));
  trainer.on(midEpoch, checkpoint);
  trainer.on(whenEvaluated, checkpoint);
  trainer.on(Events.ITERATION_COMPLETED.when(isAborted), () => trainer.terminate({ skipCompleted: true }));
  if (options.resume) {
    if (latest !== undefined) await Checkpoint.loadObjects(parts, latest.state);
    console.log(latest === undefined ? 'No checkpoint yet: starting with the first epoch.' : `Going on from ${latest.filename}`);
  }

  const finished = trainer.state.epoch >= options.epochs || earlyStopping.counter >= options.patience;
  reports.follow(trainer, optimizer, training.length, trainer.state.iteration > 0);
  if (!finished) await trainer.run(loaders.training, { maxEpochs: options.epochs });
  else if (frozen) await earlyStopping.restore();
  if (isAborted()) {
    await reports.close();
    return interrupted();
  }

  const { metrics } = await evaluator.run(loaders.test, { signal });
  if (isAborted()) return interrupted();
  console.log(`Test accuracy: ${percent(metrics.accuracy)} (mean over classes: ${percent(meanOverClasses(metrics.confusion))})`);
  await saveImageClassifier(join(out, 'model'), model, { labels: images.classes, preprocessing: transform });
  figures.total = clock.total();
  await fsStore(out).write('report.json', json(figures));

  // A page with what there is to see: how classes are mistaken for each other, and some pictures with what they were taken for.
  reports.page.logConfusionMatrix(metrics.confusion, { labels: images.classes }, trainer.state.epoch);
  reports.log({ 'test/accuracy': metrics.accuracy, 'test/loss': metrics.loss }, trainer.state.epoch);
  const some = Array.from(test.indices.subarray(0, PREDICTIONS));
  const { output } = await evaluator.run(new DataLoader(new Subset(test, some.map((_, index) => index)), { batchSize: PREDICTIONS }));
  const pictures = await openImageFolder(directory, { transform: new Compose([resize, crop, toTensor]), onError: options.onError, followLinks: options.followLinks });
  if (output !== null) reports.page.logPredictions(await predictions(output[0], pictures, some, images.classes), trainer.state.epoch);
  await reports.close();
  for (const { path, error } of images.skipped) console.log(`Skipped ${path}: ${error instanceof Error ? error.message : String(error)}`);
  console.log(`Saved: ${join(out, 'model')} (the model), ${join(out, 'report.html')} (how it went), ${join(out, 'history.json')}`);
  return 0;
}

/** Looks for a rate at which the loss falls fast, and lets the optimizer have it. Everything else is as before. */
async function findLearningRate(trainer: AnyEngine, data: DataLoader<ImageSample>, toSave: { model: Model; optimizer: optim.Optimizer; loader: StateDict }): Promise<void> {
  const finder = new FastaiLRFinder();
  await finder.run(trainer, data, { toSave, numIter: 100, startLr: 1e-5, endLr: 10 }, { maxEpochs: Math.ceil(100 / data.length) });
  console.log(finder.plot());
  finder.applySuggestedLr(toSave.optimizer);
  console.log(`Learning rate: ${finder.lrSuggestion().toPrecision(2)}`);
}

/** How many pictures the report shows. */
const PREDICTIONS = 24;

type ImageSample = [HostTensor, number];

interface Results {
  accuracy: number[];
  loss: number[];
}

/** As the post splits: three quarters, half of the rest rounded down, the remainder. */
function split(dataset: Dataset<ImageSample>, seed: number) {
  const training = Math.trunc(0.75 * dataset.length);
  const validation = Math.trunc((dataset.length - training) / 2);
  const [first, second, third] = randomSplit(dataset, [training, validation, dataset.length - training - validation], { seed });
  if (first === undefined || second === undefined || third === undefined || second.length === 0) {
    throw new DataError({ owner: '--data', expected: 'at least 5 images, for training, validation and test', got: dataset.length, mend: 'Add some.' });
  }
  return [first, second, third] as const;
}

async function classify(image: string, directory: string): Promise<number> {
  const classifier = await loadImageClassifier(directory);
  for (const { label, probability } of await classifier.classify(image, 5)) console.log(`${percent(probability).padStart(6)} %  ${label}`);
  classifier.dispose();
  return 0;
}

function interrupted(): number {
  console.log('Interrupted. Run the same command with --resume to go on.');
  return INTERRUPTED_EXIT_CODE;
}

/** The mean share of right answers of the classes that occur; rows of the matrix are the true classes. */
function meanOverClasses(confusion: readonly (readonly number[])[]): number {
  const shares = confusion.flatMap((row, label) => {
    const count = row.reduce((sum, value) => sum + value, 0);
    return count === 0 ? [] : [(row[label] ?? 0) / count];
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

function refuseToOverwrite(out: string, checkpoints: readonly string[]): void {
  if (checkpoints.length === 0) return;
  throw new OptionError({ owner: '--out', expected: 'a folder without the checkpoints of another run', got: out, mend: 'Add --resume to go on with that run, or choose another folder.' });
}

function stopwatch() {
  const began = performance.now();
  let last = began;
  const since = (time: number) => Math.round(performance.now() - time) / 1000;
  return {
    sinceLap: () => since(last),
    lap: () => {
      const seconds = since(last);
      last = performance.now();
      return seconds;
    },
    total: () => since(began),
  };
}

const percent = (share: number): string => (100 * share).toFixed(2);
const json = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    // What the library refuses is the user's to mend, in one sentence; anything else is a fault of ours, with its trace.
    console.error(error instanceof IgniteError || isUsageError(error) ? `Error: ${error.message}` : error);
    process.exit(1);
  },
);

function isUsageError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
