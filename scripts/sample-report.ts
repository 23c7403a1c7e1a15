import type { FileStore, Random } from '../src/contracts';
import { Engine, Events } from '../src/engine';
import { ReportLogger, setupLogging } from '../src/handlers';
import { createRandom } from '../src/internal';
import { sampleClasses, samplePicture } from './sample-figures';

const EPOCHS = 5;
const BATCHES = 94;
const SAMPLES = 3000;

/** Figures that are taken for each other. */
const ALIKE: readonly (readonly [string, string, number])[] = [
  ['ring', 'disc', 0.11], ['disc', 'ring', 0.05], ['star', 'cross', 0.09], ['cross', 'star', 0.04], ['checker', 'stripes', 0.08],
  ['stripes', 'checker', 0.06], ['heart', 'triangle', 0.05], ['square', 'checker', 0.03], ['triangle', 'heart', 0.02],
];

/**
 * Writes the report of a run that is only played: an engine whose step makes up a loss, with the events, times and records of a real one.
 * Nothing in it depends on the machine or the time, so that the page is the same each time.
 */
export async function sampleReport(store: FileStore): Promise<void> {
  const random = createRandom(3, 'sample report');
  let now = 0;
  const clock = { now: () => now };
  const optimizer = { paramGroups: [{ lr: 0 }] };
  const report = new ReportLogger({
    store,
    title: 'Nine figures, DenseNet-121',
    environment: { 'tfjs-ignite': '0.1.0', '@tensorflow/tfjs': '4.22.0', backend: 'tensorflow', node: '20.20.2', seed: 3 },
    wallTime: () => Date.UTC(2025, 10, 3, 9, 14) + now,
  });

  const trainer = new Engine(
    ({ state }) => {
      const along = state.iteration / (EPOCHS * BATCHES);
      now += 210 + 40 * random.uniform() + (state.epoch === 1 ? 60 : 0);
      for (const group of optimizer.paramGroups) group.lr = 0.02 * Math.min(1, along / 0.2) * (along < 0.2 ? 1 : 0.5 * (1 + Math.cos((Math.PI * (along - 0.2)) / 0.8)));
      return 0.16 + 2.1 * Math.exp(-6 * along) + (0.1 + 0.5 * Math.exp(-4 * along)) * normal(random) * 0.6;
    },
    { clock },
  );
  const evaluator = new Engine(() => void (now += 2400), { clock });
  evaluator.on(Events.COMPLETED, ({ state: { metrics } }) => {
    const along = trainer.state.epoch / EPOCHS;
    Object.assign(metrics, { loss: 0.27 + 1.5 * Math.exp(-4.4 * along) + (along === 1 ? 0.034 : 0), accuracy: 0.934 - 0.52 * Math.exp(-4 * along), top2: 0.989 - 0.32 * Math.exp(-5 * along) });
  });
  report.attachRun(trainer, { samplesPerEpoch: SAMPLES });
  setupLogging(report, trainer, { optimizers: optimizer, evaluators: evaluator, logEveryIters: 1, trainerOutputTransform: (loss) => ({ loss: Math.abs(Number(loss)) }) });
  trainer.on(Events.EPOCH_COMPLETED, async ({ state }) => {
    const accuracy = 0.95 - 0.5 * Math.exp(-4 * (state.epoch / EPOCHS));
    report.logScalars({ 'training/accuracy': accuracy, 'training/top2': 0.5 + accuracy / 2 }, state.epoch);
    await evaluator.run([0]);
  });

  report.log({ kind: 'hparams', params: { model: 'densenet121', optimizer: 'SGD', lr: 0.02, momentum: 0.9, batchSize: 32, epochs: EPOCHS, frozen: 'all but the classifier', augment: true }, metrics: {} }, 0);
  report.log({ kind: 'text', tag: 'data', text: `${SAMPLES} pictures to train with, 900 to validate with, in ${sampleClasses.length} classes.\nNo file was skipped.` }, 0);
  trainer.on(Events.COMPLETED, ({ state }) => {
    report.logConfusionMatrix(confusion(random), { labels: sampleClasses }, state.epoch);
    report.logPredictions(predictions(random), state.epoch);
    report.log({ kind: 'text', tag: 'result', text: 'Rings are still taken for discs where the hole is small.' }, state.epoch);
  });
  await trainer.run(null, { maxEpochs: EPOCHS, epochLength: BATCHES });
  await report.close();
}

function confusion(random: Random): number[][] {
  const size = sampleClasses.length;
  return sampleClasses.map((name, index) => {
    const row = sampleClasses.map((other) => {
      const share = ALIKE.find(([from, to]) => from === name && to === other)?.[2] ?? 0;
      return Math.round(100 * share + (random.uniform() < 0.14 ? 1 : 0));
    });
    const mistakes = row.reduce((sum, count, column) => sum + (column === index ? 0 : count), 0);
    row[index] = 88 + ((index * 7) % 25) - mistakes;
    return row.slice(0, size);
  });
}

function predictions(random: Random) {
  const wrong: Readonly<Record<number, string>> = { 4: 'disc', 10: 'star' };
  return Array.from({ length: 12 }, (_, index) => {
    const trueClass = sampleClasses[index % sampleClasses.length] ?? '';
    const predictedClass = wrong[index] ?? trueClass;
    const probability = predictedClass === trueClass ? 0.86 + 0.139 * random.uniform() : 0.5 + 0.15 * random.uniform();
    return { image: samplePicture(trueClass, random), trueClass, predictedClass, probability };
  });
}

/** A normally distributed number, by the sum of twelve uniform ones. */
function normal(random: Random): number {
  return Array.from({ length: 12 }, () => random.uniform()).reduce((sum, value) => sum + value, -6);
}
