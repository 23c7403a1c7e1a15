import { CheckpointError } from '../../../src/errors';
import { plainState } from '../../../src/handlers';
import { loadAll } from '../../../src/handlers/checkpoint/load-all';

it('loads every object', async () => {
  const [a, b] = [{ x: 1 }, { y: 2 }];
  await loadAll([{ object: plainState(a), state: { x: 3 } }, { object: plainState(b), state: { y: 4 } }]);
  expect([a, b]).toEqual([{ x: 3 }, { y: 4 }]);
});

it('gives those before a refusal their states back', async () => {
  const [a, b, c] = [{ x: 1 }, { y: 2 }, { z: 5 }];
  const loading = loadAll([
    { object: plainState(a), state: { x: 3 } },
    { object: plainState(b), state: { other: 4 } },
    { object: plainState(c), state: { z: 6 } },
  ]);
  await expect(loading).rejects.toThrow(CheckpointError);
  expect([a, b, c]).toEqual([{ x: 1 }, { y: 2 }, { z: 5 }]);
});
