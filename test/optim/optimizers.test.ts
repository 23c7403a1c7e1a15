import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { CheckpointError, OptionError, ShapeError, StateError } from '../../src/errors';
import type { Optimizer } from '../../src/optim';
import { Adagrad, Adam, AdamW, RMSprop, SGD } from '../../src/optim';
import { useTestBackend } from '../support/backend';

useTestBackend();

/** The published update rules on one number in double precision, as torch applies them. */
const rules: Record<string, (lr: number) => (p: number, gradient: number) => number> = {
  sgd: (lr) => (p, g) => p - lr * g,
  momentum: (lr) => {
    let v: number | undefined;
    return (p, gradient) => {
      const g = gradient + 0.1 * p;
      v = v === undefined ? g : 0.9 * v + (1 - 0.25) * g;
      return p - lr * v;
    };
  },
  nesterov: (lr) => {
    let v: number | undefined;
    return (p, g) => {
      v = v === undefined ? g : 0.8 * v + g;
      return p - lr * (g + 0.8 * v);
    };
  },
  adam: (lr) => adamRule(lr, { decay: 0.1 }),
  amsgrad: (lr) => adamRule(lr, { amsgrad: true }),
  adamw: (lr) => adamRule(lr, { shrink: 0.1 }),
  rmsprop: (lr) => {
    let s = 0;
    return (p, g) => {
      s = 0.99 * s + 0.01 * g * g;
      return p - (lr * g) / (Math.sqrt(s) + 1e-8);
    };
  },
  centred: (lr) => {
    let [s, m, v] = [0, 0, 0];
    return (p, gradient) => {
      const g = gradient + 0.1 * p;
      s = 0.9 * s + 0.1 * g * g;
      m = 0.9 * m + 0.1 * g;
      v = 0.5 * v + g / (Math.sqrt(s - m * m) + 1e-3);
      return p - lr * v;
    };
  },
  adagrad: (lr) => {
    let [s, t] = [0.5, 0];
    return (p, g) => {
      s += g * g;
      t += 1;
      return p - ((lr / (1 + (t - 1) * 0.1)) * g) / (Math.sqrt(s) + 1e-10);
    };
  },
};

function adamRule(lr: number, { decay = 0, shrink = 0, amsgrad = false }): (p: number, gradient: number) => number {
  let [m, v, largest, t] = [0, 0, 0, 0];
  return (start, gradient) => {
    const p = start * (1 - lr * shrink);
    const g = gradient + decay * start;
    t += 1;
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    largest = Math.max(largest, v);
    return p - (lr * (m / (1 - 0.9 ** t))) / (Math.sqrt((amsgrad ? largest : v) / (1 - 0.999 ** t)) + 1e-8);
  };
}

type Make = (params: { name: string; variable: tf.Variable }[], lr: number) => Optimizer;
const optimizers: Record<string, Make> = {
  sgd: (params, lr) => new SGD(params, { lr }),
  momentum: (params, lr) => new SGD(params, { lr, momentum: 0.9, dampening: 0.25, weightDecay: 0.1 }),
  nesterov: (params, lr) => new SGD(params, { lr, momentum: 0.8, nesterov: true }),
  adam: (params, lr) => new Adam(params, { lr, weightDecay: 0.1 }),
  amsgrad: (params, lr) => new Adam(params, { lr, amsgrad: true }),
  adamw: (params, lr) => new AdamW(params, { lr, weightDecay: 0.1 }),
  rmsprop: (params, lr) => new RMSprop(params, { lr }),
  centred: (params, lr) => new RMSprop(params, { lr, alpha: 0.9, eps: 1e-3, momentum: 0.5, centered: true, weightDecay: 0.1 }),
  adagrad: (params, lr) => new Adagrad(params, { lr, lrDecay: 0.1, initialAccumulatorValue: 0.5 }),
};
const kinds = Object.keys(optimizers);
const make = (kind: string, variable: tf.Variable, lr = 0.05) => (optimizers[kind] as Make)([{ name: 'w', variable }], lr);
const stepBy = (optimizer: Optimizer, gradient: number[]) => tf.tidy(() => optimizer.step(new Map([['w', tf.tensor1d(gradient)]])));

describe.each(kinds)('%s', (kind) => {
  it('follows the published rule, the learning rate read at each step', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.array(fc.tuple(fc.double({ min: 0.01, max: 3, noNaN: true }), fc.boolean()), { minLength: 1, maxLength: 6 }),
        (start, steps) => {
          const variable = tf.variable(tf.tensor1d([start]));
          const optimizer = make(kind, variable);
          const rule = rules[kind]?.(0.05);
          let value = start;
          for (const [size, negative] of steps) {
            const gradient = negative ? -size : size;
            stepBy(optimizer, [gradient]);
            value = rule?.(value, gradient) ?? NaN;
          }
          expect(Math.abs((variable.dataSync()[0] ?? NaN) - value)).toBeLessThan(2e-5 * (1 + Math.abs(value)));
          optimizer.dispose();
          variable.dispose();
        },
      ),
      { numRuns: 25 },
    );
  });

  it('resumes from a saved state with the same bits', async () => {
    const gradients = [[0.3, -2], [1.7, 0.1], [-0.4, 0.9], [2.2, -0.6]];
    const whole = tf.variable(tf.tensor1d([1, -1]));
    const undisturbed = make(kind, whole);
    for (const gradient of gradients) stepBy(undisturbed, gradient);

    const first = tf.variable(tf.tensor1d([1, -1]));
    const before = make(kind, first);
    for (const gradient of gradients.slice(0, 2)) stepBy(before, gradient);
    const second = tf.variable(tf.clone(first));
    const after = make(kind, second, 9);
    await after.loadStateDict(await before.stateDict());
    for (const gradient of gradients.slice(2)) stepBy(after, gradient);

    expect([...second.dataSync()]).toEqual([...whole.dataSync()]);
    expect(await after.stateDict()).toEqual(await undisturbed.stateDict());
  });

  it('leaves the number of tensors as it was after a first step, and gives back what it made', async () => {
    const variable = tf.variable(tf.tensor1d([1, -1]));
    const start = tf.memory().numTensors;
    const optimizer = make(kind, variable);
    stepBy(optimizer, [1, 2]);
    stepBy(optimizer, [1, 2]);
    const running = tf.memory().numTensors;
    stepBy(optimizer, [3, 4]);
    await optimizer.loadStateDict(await optimizer.stateDict());
    stepBy(optimizer, [3, 4]);
    expect(tf.memory().numTensors).toBe(running);
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(start);
  });
});

describe('an optimizer', () => {
  const variables = () => ({ a: tf.variable(tf.scalar(1)), b: tf.variable(tf.scalar(1)) });
  const named = ({ a, b }: ReturnType<typeof variables>) => [{ name: 'a', variable: a }, { name: 'b', variable: b }];

  it('gives groups their own options, else its own, else the defaults', () => {
    const { a, b } = variables();
    const optimizer = new SGD([{ params: [{ name: 'a', variable: a }], lr: 0.5 }, { params: [{ name: 'b', variable: b }] }], { lr: 0.25, momentum: 0.9 });
    expect(optimizer.paramGroups.map(({ lr, momentum, dampening }) => [lr, momentum, dampening])).toEqual([[0.5, 0.9, 0], [0.25, 0.9, 0]]);
    optimizer.step(new Map([['a', tf.scalar(1)], ['b', tf.scalar(1)]]));
    expect([a.dataSync()[0], b.dataSync()[0]]).toEqual([0.5, 0.75]);
  });

  it('reads the learning rate of a group at each step', () => {
    const { a } = variables();
    const optimizer = new SGD([{ name: 'a', variable: a }], { lr: 0.5 });
    for (const group of optimizer.paramGroups) group.lr = 0.125;
    optimizer.step(new Map([['a', tf.scalar(1)]]));
    expect(a.dataSync()[0]).toBe(0.875);
  });

  it('leaves parameters without a gradient alone, and their step count too', async () => {
    const both = variables();
    const optimizer = new Adam(named(both));
    optimizer.step(new Map([['a', tf.scalar(1)]]));
    optimizer.step(new Map([['a', tf.scalar(1)], ['b', tf.scalar(1)]]));
    const { state } = (await optimizer.stateDict()) as { state: Record<string, { step: number }> };
    expect([state.a?.step, state.b?.step]).toEqual([2, 1]);
  });

  it('remembers by name when parameters are added, as after unfreezing layers', async () => {
    const { a, b } = variables();
    const optimizer = new Adam([{ name: 'b', variable: b }], { lr: 0.5 });
    optimizer.step(new Map([['b', tf.scalar(1)]]));
    optimizer.addGroup({ params: [{ name: 'a', variable: a }], lr: 0.25 });
    optimizer.step(new Map([['a', tf.scalar(1)], ['b', tf.scalar(1)]]));
    const { state } = (await optimizer.stateDict()) as { state: Record<string, { step: number }> };
    expect([state.a?.step, state.b?.step]).toEqual([1, 2]);
    expect(a.dataSync()[0]).toBeCloseTo(0.75, 6);
    expect(() => optimizer.addGroup({ params: [{ name: 'a', variable: a }] })).toThrow(OptionError);
  });

  it('refuses unknown gradients, other shapes and bad rates before it changes anything', () => {
    const both = variables();
    const optimizer = new SGD(named(both), { lr: 1 });
    expect(() => optimizer.step(new Map([['a', tf.scalar(1)], ['c', tf.scalar(1)]]))).toThrow(StateError);
    expect(() => optimizer.step(new Map<string, tf.Tensor>([['a', tf.scalar(1)], ['b', tf.tensor1d([1])]]))).toThrow(ShapeError);
    for (const group of optimizer.paramGroups) group.lr = NaN;
    expect(() => optimizer.step(new Map([['a', tf.scalar(1)]]))).toThrow('SGD.paramGroups[0].lr');
    expect(both.a.dataSync()[0]).toBe(1);
  });

  it.each([
    ['an unknown option', () => new Adam(named(variables()), { beta: 1 } as object)],
    ['a negative rate', () => new Adam(named(variables()), { lr: -1 })],
    ['a beta of 1', () => new Adam(named(variables()), { betas: [0.9, 1] })],
    ['nesterov without momentum', () => new SGD(named(variables()), { nesterov: true })],
    ['no parameters', () => new SGD([])],
    ['a name twice', () => new SGD([...named(variables()), ...named(variables())])],
    ['groups mixed with parameters', () => new SGD([...named(variables()), { params: named(variables()) }] as never)],
    ['something else', () => new SGD(5 as never)],
  ])('refuses %s', (_, construct) => {
    expect(construct).toThrow(OptionError);
  });

  it('keeps its state when a state does not fit', async () => {
    const both = variables();
    const optimizer = new Adam(named(both));
    optimizer.step(new Map([['a', tf.scalar(1)]]));
    const before = await optimizer.stateDict();
    const other = new Adam([{ name: 'a', variable: both.a }]);
    const broken = [
      await other.stateDict(),
      { ...before, state: { c: { step: 1 } } },
      { ...before, state: { a: { step: 1, average: { dtype: 'float32', shape: [2], data: new Float32Array(2) } } } },
      { ...before, paramGroups: [{ ...(before.paramGroups as object[])[0], lr: -1 }] },
      {},
    ] as const;
    for (const state of broken) expect(() => optimizer.loadStateDict(state)).toThrow(CheckpointError);
    expect(await optimizer.stateDict()).toEqual(before);
  });

  it('saves sums of gradients between two steps', async () => {
    const both = variables();
    const [from, to] = [new SGD(named(both)), new SGD(named(both))];
    from.accumulated.add(new Map([['a', tf.scalar(2)]]));
    from.accumulated.add(new Map([['a', tf.scalar(3)]]));
    to.loadStateDict(await from.stateDict());
    expect([to.accumulated.count, to.accumulated.gradients.get('a')?.dataSync()[0]]).toEqual([2, 5]);
    to.loadStateDict(await new SGD(named(both)).stateDict());
    expect(to.accumulated.count).toBe(0);
  });

  it('keeps what a schedule noted on a group', async () => {
    const both = variables();
    const [from, to] = [new SGD(named(both)), new SGD(named(both))];
    for (const group of from.paramGroups) Object.assign(group, { initialLr: 0.75 });
    to.loadStateDict(await from.stateDict());
    expect(to.paramGroups.map((group) => (group as { initialLr?: number }).initialLr)).toEqual([0.75]);
  });
});
