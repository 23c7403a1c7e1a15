/**
 * Finds a learning rate for a small classifier, shows the search in the terminal, and trains with what it suggests.
 *
 *   npx tsx examples/lr-finder.ts
 */
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { Accuracy, FastaiLRFinder, createSupervisedEvaluator, createSupervisedTrainer, losses, optim } from 'tfjs-ignite';
import { DataLoader, arrayDataset } from 'tfjs-ignite/data';
import { useBackend } from 'tfjs-ignite/node';

/** Points on a grid; the class says on which side of a wave they lie. */
function wave(side: number): [number[], number][] {
  return Array.from({ length: side * side }, (_, index) => {
    const [x, y] = [(index % side) / side, Math.floor(index / side) / side].map((share) => 4 * share - 2) as [number, number];
    return [[x, y], y > Math.sin(2 * x) ? 1 : 0];
  });
}

async function main(): Promise<void> {
  await useBackend('auto');
  const loader = new DataLoader(arrayDataset(wave(32)), { batchSize: 64, shuffle: true, seed: 1 });
  const model = sequential({ layers: [layers.dense({ units: 32, inputShape: [2], activation: 'relu' }), layers.dense({ units: 2 })] });
  const optimizer = new optim.SGD(model, { lr: 1e-4, momentum: 0.9 });
  const trainer = createSupervisedTrainer(model, optimizer, losses.crossEntropy);

  const finder = new FastaiLRFinder();
  await finder.run(trainer, loader, { toSave: { model, optimizer, loader }, endLr: 100, numIter: 100 });
  console.log(finder.plot({ columns: 72 }));
  finder.applySuggestedLr(optimizer);
  console.log(`Learning rate ${optimizer.paramGroups.map(({ lr }) => lr.toPrecision(2)).join(', ')}`);

  const evaluator = createSupervisedEvaluator(model, { metrics: { accuracy: new Accuracy() } });
  await trainer.run(loader, { maxEpochs: 5 });
  const { metrics } = await evaluator.run(loader);
  console.log(`Accuracy ${metrics.accuracy.toFixed(2)}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
