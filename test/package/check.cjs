/** What must hold in plain Node for the built package, whichever way its entries were loaded. */
const assert = require('node:assert/strict');

/** @param {Record<string, Record<string, unknown>>} entries by subpath, `index` for the main one */
async function check(entries, backend) {
  sharedExportsAreTheSame(entries);
  const report = await entries.node.useBackend(backend);
  await aSmallNetLearns(entries);
  console.log(JSON.stringify({ backend: report.backend, node: process.versions.node, shared: sharedNames(entries).length }));
}

/** A class that two entries export must be one class, or `instanceof` fails across them. */
function sharedExportsAreTheSame(entries) {
  const names = sharedNames(entries);
  assert.ok(names.length > 0, 'no export is shared by two entries');
  for (const [subpath, name] of names) assert.equal(entries[subpath][name], entries.index[name], `${name} of ${subpath} is another one`);
}

function sharedNames(entries) {
  return Object.keys(entries).flatMap((subpath) =>
    subpath === 'index' ? [] : Object.keys(entries[subpath]).filter((name) => name in entries.index).map((name) => [subpath, name]),
  );
}

/** Training needs gradients, which tfjs-core alone does not register, and on wasm the kernels of convolutions. */
async function aSmallNetLearns({ index, engine, metrics }) {
  const tf = require('@tensorflow/tfjs-core');
  const layers = require('@tensorflow/tfjs-layers');
  const model = layers.sequential({
    layers: [
      layers.layers.conv2d({ inputShape: [6, 6, 1], filters: 4, kernelSize: 3, activation: 'relu', kernelInitializer: layers.initializers.glorotUniform({ seed: 3 }) }),
      layers.layers.globalAveragePooling2d({}),
      layers.layers.dense({ units: 2, kernelInitializer: layers.initializers.glorotUniform({ seed: 4 }) }),
    ],
  });
  const light = (index) => (index % 2 === 0 ? 0.2 : 0.8);
  const x = tf.tensor4d(Array.from({ length: 8 * 36 }, (_, index) => light(Math.floor(index / 36)) + 0.01 * (index % 7)), [8, 6, 6, 1]);
  const y = tf.tensor1d([0, 1, 0, 1, 0, 1, 0, 1], 'int32');
  const trainer = index.createSupervisedTrainer(model, new index.optim.Adam(model, { lr: 0.05 }), index.losses.crossEntropy);
  assert.ok(trainer instanceof engine.Engine);
  const lossOf = [];
  trainer.on(index.Events.ITERATION_COMPLETED, () => lossOf.push(trainer.state.output));
  await trainer.run([[x, y]], { maxEpochs: 60 });
  assert.ok(lossOf.at(-1) < 0.5 * lossOf[0], `the loss went from ${lossOf[0]} to ${lossOf.at(-1)}`);

  const evaluator = index.createSupervisedEvaluator(model, { metrics: { accuracy: new metrics.Accuracy() } });
  const { metrics: values } = await evaluator.run([[x, y]]);
  assert.equal(values.accuracy, 1);
}

module.exports = { check };
