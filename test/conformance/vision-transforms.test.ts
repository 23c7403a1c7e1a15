import { join } from 'node:path';
import { visionTransformCases } from './vision-transforms-runner';

const cases = visionTransformCases(join(__dirname, '../fixtures/golden/vision/transforms.json'));

describe('pixels equal those of Pillow and torchvision', () => {
  it.each(cases)('$id', ({ check }) => check());
});
