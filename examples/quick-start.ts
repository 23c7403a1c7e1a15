/**
 * The lines of the README as a whole program: a small classifier of points, on whatever backend is there.
 *
 *   npx tsx examples/quick-start.ts
 */
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { Accuracy, Events, Loss, createSupervisedEvaluator, createSupervisedTrainer, losses, optim } from 'tfjs-ignite';
import { DataLoader, arrayDataset, randomSplit } from 'tfjs-ignite/data';
import { useBackend } from 'tfjs-ignite/node';

/** Points on two arms of a spiral; the arm is the class. */
function spiral(points: number): [number[], number][] {
  return Array.from({ length: points }, (_, index) => {
    const [arm, along] = [index % 2, index / points];
    const angle = 6 * along + Math.PI * arm;
    return [[along * Math.cos(angle), along * Math.sin(angle)], arm];
  });
}

async function main(): Promise<void> {
  await useBackend('auto');
  const [train, validation] = randomSplit(arrayDataset(spiral(1000)), [0.8, 0.2], { seed: 1 });
  if (train === undefined || validation === undefined) throw new Error('two fractions make two parts');
  const trainLoader = new DataLoader(train, { batchSize: 32, shuffle: true, seed: 1 });
  const validationLoader = new DataLoader(validation, { batchSize: 100 });
  const model = sequential({
    layers: [layers.dense({ units: 32, inputShape: [2], activation: 'relu' }), layers.dense({ units: 32, activation: 'relu' }), layers.dense({ units: 2 })],
  });
  const optimizer = new optim.Adam(model, { lr: 0.01 });

  const trainer = createSupervisedTrainer(model, optimizer, losses.crossEntropy);
  const evaluator = createSupervisedEvaluator(model, { metrics: { accuracy: new Accuracy(), loss: new Loss(losses.crossEntropy) } });

  trainer.on(Events.ITERATION_COMPLETED.every(100), ({ state }) => console.log(state.iteration, state.output));
  trainer.on(Events.EPOCH_COMPLETED, async ({ state }) => {
    const { metrics } = await evaluator.run(validationLoader); // metrics.accuracy is a number, and the compiler knows
    console.log(`Epoch ${state.epoch}: accuracy ${metrics.accuracy.toFixed(2)}`);
  });
  await trainer.run(trainLoader, { maxEpochs: 5 });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
