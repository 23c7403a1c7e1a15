import fc from 'fast-check';
import type { StateTree } from '../../../../src/contracts';
import { CheckpointError, OptionError, StateError } from '../../../../src/errors';
import type { LRSchedule, RatedOptimizer } from '../../../../src/handlers';
import {
  ConstantLR, CosineAnnealingLR, CosineAnnealingWarmRestarts, CyclicLR, ExponentialLR, LambdaLR, LinearLR, MultiplicativeLR, MultiStepLR, OneCycleLR, PolynomialLR, StepLR,
} from '../../../../src/handlers';

interface Group {
  lr: number;
  momentum?: number;
  betas?: readonly [number, number];
}

const rounded = (value: number): number => Number(value.toFixed(8));

function sequence(schedule: LRSchedule, group: Group, count: number): number[] {
  return Array.from({ length: count }, (_, step) => {
    if (step > 0) schedule.step();
    return rounded(group.lr);
  });
}

/** Sequences of torch 2.8, from a learning rate of 0.1. */
const torch: readonly (readonly [string, (optimizer: RatedOptimizer) => LRSchedule, readonly number[]])[] = [
  ['StepLR', (o) => new StepLR(o, { stepSize: 2 }), [0.1, 0.1, 0.01, 0.01, 0.001]],
  ['MultiStepLR, also at 0 and twice', (o) => new MultiStepLR(o, { milestones: [0, 3, 3, 9], gamma: 0.7 }), [0.07, 0.07, 0.07, 0.0343, 0.0343, 0.0343, 0.0343, 0.0343, 0.0343, 0.02401]],
  ['MultiStepLR in any order', (o) => new MultiStepLR(o, { milestones: [3, 1], gamma: 0.5 }), [0.1, 0.05, 0.05, 0.025]],
  ['ExponentialLR', (o) => new ExponentialLR(o, { gamma: 0.5 }), [0.1, 0.05, 0.025]],
  ['ConstantLR', (o) => new ConstantLR(o), [0.03333333, 0.03333333, 0.03333333, 0.03333333, 0.03333333, 0.1, 0.1]],
  ['LinearLR', (o) => new LinearLR(o, { totalIters: 2 }), [0.03333333, 0.06666667, 0.1, 0.1]],
  ['PolynomialLR', (o) => new PolynomialLR(o, { totalIters: 2, power: 2 }), [0.1, 0.025, 0, 0]],
  ['CosineAnnealingLR, up again', (o) => new CosineAnnealingLR(o, { tMax: 2, etaMin: 0.05 }), [0.1, 0.075, 0.05, 0.075, 0.1, 0.075]],
  ['CosineAnnealingWarmRestarts', (o) => new CosineAnnealingWarmRestarts(o, { t0: 2, tMult: 3, etaMin: 0.01 }), [0.1, 0.055, 0.1, 0.09397114, 0.0775, 0.055, 0.0325, 0.01602886, 0.1, 0.09931635]],
  ['LambdaLR', (o) => new LambdaLR(o, { lrLambda: (step) => 1 / (step + 1) }), [0.1, 0.05, 0.03333333]],
  ['MultiplicativeLR', (o) => new MultiplicativeLR(o, { lrLambda: (step) => 1 / step }), [0.1, 0.1, 0.05, 0.01666667]],
  ['CyclicLR', (o) => new CyclicLR(o, { baseLr: 0, maxLr: 1, stepSizeUp: 2, cycleMomentum: false }), [0, 0.5, 1, 0.5, 0]],
];

test.each(torch)('%s steps as in torch', (_, make, expected) => {
  const group = { lr: 0.1 };
  expect(sequence(make({ paramGroups: [group] }), group, expected.length)).toEqual(expected);
});

describe('cycles of rate and momentum are as in torch', () => {
  const cyclic = { baseLr: 0.01, maxLr: 0.5, stepSizeUp: 4, stepSizeDown: 3, gamma: 0.9, baseMomentum: 0.7, maxMomentum: 0.9 } as const;
  const cases: readonly (readonly [string, (optimizer: RatedOptimizer) => LRSchedule, readonly number[], readonly number[]])[] = [
    ['triangular2', (o) => new CyclicLR(o, { ...cyclic, mode: 'triangular2' }), [0.01, 0.1325, 0.255, 0.3775, 0.5, 0.33666667, 0.17333333, 0.01, 0.07125], [0.9, 0.85, 0.8, 0.75, 0.7, 0.76666667, 0.83333333, 0.9, 0.875]],
    ['exp_range', (o) => new CyclicLR(o, { ...cyclic, mode: 'exp_range' }), [0.01, 0.12025, 0.20845, 0.2779075, 0.331489], [0.9, 0.855, 0.819, 0.79065, 0.76878]],
    [
      'a function of one’s own, of the steps',
      (o) => new CyclicLR(o, { ...cyclic, scaleMode: 'iterations', scaleFn: (step) => 0.9 ** step }),
      [0.01, 0.12025, 0.20845, 0.2779075, 0.331489],
      [0.9, 0.855, 0.819, 0.79065, 0.76878],
    ],
    [
      'three phases',
      (o) => new OneCycleLR(o, { maxLr: 0.5, epochs: 3, stepsPerEpoch: 7, threePhase: true, divFactor: 7, finalDivFactor: 30 }),
      [0.07142857, 0.1079845, 0.2051798, 0.32985256, 0.43946584, 0.49662084, 0.48181692, 0.40010501, 0.27936429, 0.16079011, 0.08483864, 0.07112053],
      [0.95, 0.94147028, 0.91879138, 0.88970107, 0.86412464, 0.85078847, 0.85424272, 0.87330883, 0.90148167, 0.92914897, 0.94687098, 0.95],
    ],
  ];

  test.each(cases)('%s', (_, make, rates, momentums) => {
    const [sgd, adam]: [Group, Group] = [{ lr: 0.1, momentum: 0.5 }, { lr: 0.1, betas: [0.5, 0.99] }];
    const schedules = [sgd, adam].map((group) => make({ paramGroups: [group] }));
    const seen = rates.map((_rate, step) => {
      if (step > 0) for (const schedule of schedules) schedule.step();
      return [sgd.lr, sgd.momentum ?? NaN, adam.lr, adam.betas?.[0] ?? NaN].map(rounded);
    });
    expect(seen).toEqual(rates.map((rate, step) => [rate, momentums[step], rate, momentums[step]]));
    expect(adam.betas?.[1]).toBe(0.99);
  });

  it('but the momentum can be left alone, and has to be where there is none', () => {
    const group = { lr: 0.1, momentum: 0.5 };
    new OneCycleLR({ paramGroups: [group] }, { maxLr: 1, totalSteps: 10, cycleMomentum: false }).step();
    expect(group.momentum).toBe(0.5);
    expect(() => new OneCycleLR({ paramGroups: [{ lr: 1 }] }, { maxLr: 1, totalSteps: 10 })).toThrow('OneCycleLR.cycleMomentum: expected an optimizer whose groups have momentum or betas');
    expect(() => new CyclicLR({ paramGroups: [{ lr: 1 }] }, { baseLr: 0, maxLr: 1 })).toThrow(OptionError);
  });
});

it('one number or function for all groups, or one for each', () => {
  const groups = [{ lr: 1 }, { lr: 2 }];
  const optimizer = { paramGroups: groups };
  const read = (): number[] => groups.map(({ lr }) => lr);
  new LambdaLR(optimizer, { lrLambda: [() => 3, () => 5] });
  expect(read()).toEqual([3, 10]);
  new CyclicLR(optimizer, { baseLr: [1, 2], maxLr: 4, stepSizeUp: 1, cycleMomentum: false }).step();
  expect(read()).toEqual([4, 4]);
  expect(() => new LambdaLR(optimizer, { lrLambda: [() => 1] })).toThrow('LambdaLR.lrLambda: expected one for each of the 2 groups');
  expect(() => new OneCycleLR(optimizer, { maxLr: [1], totalSteps: 3, cycleMomentum: false })).toThrow('OneCycleLR.maxLr: expected one for each of the 2 groups');
});

it('a schedule that multiplies respects what others did to the rate, and one that knows it does not', () => {
  const group = { lr: 1 };
  const optimizer = { paramGroups: [group] };
  const [multiplying, knowing] = [new ExponentialLR(optimizer, { gamma: 0.5 }), new LambdaLR(optimizer, { lrLambda: () => 0.25 })];
  group.lr = 8;
  multiplying.step();
  expect(group.lr).toBe(4);
  knowing.step();
  expect(group.lr).toBe(0.25);
});

test.each(torch)('%s goes on from a saved state, wherever it was cut', (_, make) => {
  fc.assert(
    fc.property(fc.nat(11), (cut) => {
      const [whole, first, second] = [{ lr: 0.1 }, { lr: 0.1 }, { lr: 0.1 }];
      const expected = sequence(make({ paramGroups: [whole] }), whole, 12);
      const stopped = make({ paramGroups: [first] });
      const values = sequence(stopped, first, cut + 1);
      const resumed = make({ paramGroups: [second] });
      resumed.loadStateDict(JSON.parse(JSON.stringify(stopped.stateDict())) as StateTree);
      second.lr = first.lr; // as the optimizer's own state has it
      expect(resumed.lastEpoch).toBe(cut);
      expect([...values.slice(0, -1), ...sequence(resumed, second, 12 - cut)]).toEqual(expected);
    }),
  );
});

it('refuses a state of other options, of other groups, and what is none', () => {
  const make = (gamma: number, groups = [{ lr: 1 }]): ExponentialLR => new ExponentialLR({ paramGroups: groups }, { gamma });
  const schedule = make(0.5);
  schedule.step();
  const before = schedule.stateDict();
  for (const state of [make(0.6).stateDict(), make(0.5, [{ lr: 1 }, { lr: 1 }]).stateDict(), {}, { ...before, lastEpoch: 0.5 }, { ...before, baseLrs: ['1'] }]) {
    expect(() => schedule.loadStateDict(state)).toThrow(CheckpointError);
  }
  expect(schedule.stateDict()).toEqual(before);
});

it('says what it cannot do: groups that were added, rates that are none, a cycle that is over', () => {
  const groups = [{ lr: 1 }];
  const schedule = new ExponentialLR({ paramGroups: groups }, { gamma: 0.5 });
  groups.push({ lr: 1 });
  expect(() => schedule.step()).toThrow('Make the schedule after the last group was added.');
  const nowhere = new MultiplicativeLR({ paramGroups: [{ lr: 1 }] }, { lrLambda: () => NaN });
  expect(() => nowhere.step()).toThrow(StateError);
  expect(nowhere.lastEpoch).toBe(0);
  const cycle = new OneCycleLR({ paramGroups: [{ lr: 1 }] }, { maxLr: 1, totalSteps: 2, cycleMomentum: false });
  cycle.step();
  cycle.step();
  expect(() => cycle.step()).toThrow('OneCycleLR: expected at most 2 steps, got 3');
});

test.each<readonly [string, () => LRSchedule]>([
  ['no optimizer', () => new StepLR({} as never, { stepSize: 1 })],
  ['a step of 0', () => new StepLR({ paramGroups: [{ lr: 1 }] }, { stepSize: 0 })],
  ['an unknown option', () => new StepLR({ paramGroups: [{ lr: 1 }] }, { stepSize: 1, size: 2 } as never)],
  ['a factor that nothing takes back', () => new ConstantLR({ paramGroups: [{ lr: 1 }] }, { factor: 0 })],
  ['a start above the rate', () => new LinearLR({ paramGroups: [{ lr: 1 }] }, { startFactor: 2 })],
  ['no function', () => new LambdaLR({ paramGroups: [{ lr: 1 }] }, { lrLambda: 1 as never })],
  ['a cycle of unknown length', () => new OneCycleLR({ paramGroups: [{ lr: 1 }] }, { maxLr: 1, cycleMomentum: false })],
  ['a rise that begins where it ends', () => new OneCycleLR({ paramGroups: [{ lr: 1 }] }, { maxLr: 1, totalSteps: 4, pctStart: 0.25, cycleMomentum: false })],
  ['a rate that is no number', () => new CyclicLR({ paramGroups: [{ lr: 1 }] }, { baseLr: NaN, maxLr: 1 })],
])('refuses %s', (_, make) => {
  expect(make).toThrow(OptionError);
});
