import { ShapeError } from '../../errors';
import type { EpochPairsDefinition } from '../epoch-pairs';
import { checkFinite } from '../finite';
import { predictionAndTarget } from '../output';
import { checkBinaryLabels, labelsIn } from './binary-labels';
import { columnsOf } from './curve-columns';

/** What metrics take whose value is one curve: a score and a label for each example. */
export function curveDefinition(owner: string): EpochPairsDefinition {
  return {
    owner,
    keys: predictionAndTarget,
    check: (yPred, y) => {
      for (const [name, input] of Object.entries({ yPred, y })) {
        if (columnsOf(input) === 1) continue;
        throw new ShapeError({
          owner: `${owner}.${name}`,
          expected: 'shape [batch] or [batch, 1]',
          got: { shape: input.shape },
          mend: 'Use one metric for each label, and pick its column with outputTransform.',
        });
      }
    },
    checkValues: (yPred, y) => {
      checkFinite(`${owner}.yPred`, yPred);
      checkBinaryLabels(`${owner}.y`, labelsIn(`${owner}.y`, y, 2));
    },
  };
}
