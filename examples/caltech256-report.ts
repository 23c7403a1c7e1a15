/** What a run of `caltech256.ts` leaves to be looked at: TensorBoard's event files in `tensorboard/` and the page `report.html`. */
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { Events, ReportLogger } from 'tfjs-ignite';
import type { AnyEngine, HostTensor, optim } from 'tfjs-ignite';
import type { Dataset } from 'tfjs-ignite/data';
import { fsStore, tensorboardLogger } from 'tfjs-ignite/node';
import type { Options } from './caltech256-options';

/** A page and event files that are written while a run goes on. */
export interface Reports {
  /** The page, which a checkpoint of the run can hold. */
  readonly page: ReportLogger;
  /** Follows the training: loss and learning rate at every iteration, how the run stands. */
  follow(trainer: AnyEngine, optimizer: optim.Optimizer, samplesPerEpoch: number, resumed: boolean): void;
  /** Notes numbers by name, such as `validation/accuracy`. */
  log(values: Readonly<Record<string, number>>, step: number): void;
  /** Writes what is there and ends the event files. */
  close(): Promise<void>;
}

/** Makes the reports of a run in the folder `out`. */
export function makeReports(options: Options, backend: string): Reports {
  const { out, mode, weights, seed, batchSize, lr, epochs } = options;
  const page = new ReportLogger({ store: fsStore(out), title: 'Caltech 256', environment: { backend, node: process.version } });
  page.log({ kind: 'hparams', params: { mode, weights, seed, batchSize, lr, epochs }, metrics: {} }, 0);
  const loggers: (ReportLogger | ReturnType<typeof tensorboardLogger>)[] = [page];
  return {
    page,
    follow(trainer, optimizer, samplesPerEpoch, resumed) {
      page.attachRun(trainer, { samplesPerEpoch });
      // TensorBoard forgets what a killed run has logged after its last checkpoint.
      loggers.push(tensorboardLogger(join(out, 'tensorboard'), resumed ? { purgeStep: trainer.state.iteration + 1 } : {}));
      for (const logger of loggers) {
        logger.attachOptimizerParams(trainer, { event: Events.ITERATION_STARTED, optimizer, tag: 'training' });
        logger.attachOutputHandler(trainer, { event: Events.ITERATION_COMPLETED, tag: 'training', outputTransform: (loss) => ({ loss }) });
      }
    },
    log(values, step) {
      for (const logger of loggers) logger.logScalars(values, step);
    },
    async close() {
      for (const logger of loggers) await logger.close();
    },
  };
}

/** Examples of a test set with their pictures, for the page. */
export async function predictions(
  scores: tf.Tensor,
  pictures: Dataset<[HostTensor, number]>,
  indices: ArrayLike<number>,
  classes: readonly string[],
): Promise<Parameters<ReportLogger['logPredictions']>[0]> {
  const probabilities = tf.tidy(() => tf.softmax(scores as tf.Tensor2D));
  const rows = (await probabilities.array()); // scores have an axis of examples and one of classes
  probabilities.dispose();
  const shown: { image: HostTensor; trueClass: string; predictedClass: string; probability: number }[] = [];
  for (const [row, each] of rows.entries()) {
    const [image, label] = await pictures.get(indices[row] ?? 0);
    const probability = Math.max(...each);
    shown.push({ image, trueClass: classes[label] ?? '', predictedClass: classes[each.indexOf(probability)] ?? '', probability });
  }
  return shown;
}
