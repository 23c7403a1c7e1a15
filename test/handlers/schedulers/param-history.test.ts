import type { StateTree } from '../../../src/contracts';
import { Engine } from '../../../src/engine';
import { StateError } from '../../../src/errors';
import { PiecewiseLinear } from '../../../src/handlers';

function attached(): Engine {
  const engine = new Engine(() => 0);
  new PiecewiseLinear({ paramGroups: [{ lr: 0 }] }, { paramName: 'lr', milestonesValues: [[0, 1]], saveHistory: true }).attach(engine);
  return engine;
}

it('goes on with the history of a checkpoint, which itself stays as it is', async () => {
  const engine = attached();
  engine.stateDictUserKeys.add('paramHistory');
  await engine.run([0, 0]);
  const saved = JSON.parse(JSON.stringify(engine.stateDict())) as StateTree;
  const copy = structuredClone(saved);
  const resumed = attached();
  resumed.stateDictUserKeys.add('paramHistory');
  resumed.loadStateDict({ ...saved, maxEpochs: 2 });
  await resumed.run([0, 0], { maxEpochs: 2 });
  expect(resumed.state.attributes.paramHistory).toEqual({ lr: [[1], [1], [1], [1]] });
  expect(saved).toEqual(copy);
});

it('leaves what others keep there alone, and refuses what is no history', async () => {
  const engine = attached();
  engine.state.attributes.paramHistory = { mine: [1] };
  await engine.run([0]);
  expect(engine.state.attributes.paramHistory).toEqual({ mine: [1], lr: [[1]] });
  for (const other of [[1], 'text', { lr: 5 }]) {
    const refusing = attached();
    refusing.state.attributes.paramHistory = other;
    await expect(refusing.run([0])).rejects.toThrow(StateError);
  }
});
