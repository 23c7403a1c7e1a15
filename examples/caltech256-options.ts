import { parseArgs } from 'node:util';
import { OptionError } from 'tfjs-ignite';

/** What the command line says; see the defaults below. */
export interface Options {
  /** A folder with one sub-folder of images a class; Caltech-256 is downloaded without it. */
  readonly data: string | undefined;
  /** Where everything goes: checkpoints, features, histories, the model. */
  readonly out: string;
  /** An image to name with the model in `out`, instead of training. */
  readonly classify: string | undefined;
  /** `frozen` normalises, keeps batch norms in inference mode and computes features once; `blog` is the post to the letter. */
  readonly mode: 'frozen' | 'blog';
  /** `auto` downloads ImageNet weights, `random` draws them, anything else is the path of a safetensors file. */
  readonly weights: string;
  readonly backend: 'auto' | 'tfjs-node-gpu' | 'tfjs-node' | 'webgpu' | 'wasm' | 'cpu';
  /** Whether an image that cannot be read ends the run or is left out and listed. */
  readonly onError: 'throw' | 'skip';
  readonly followLinks: boolean;
  /** Go on from the newest checkpoint in `out`. */
  readonly resume: boolean;
  /** Look for a learning rate before the first epoch, in place of `lr`. */
  readonly findLr: boolean;
  readonly epochs: number;
  readonly batchSize: number;
  /** Epochs without a better validation accuracy after which training stops, in mode `frozen`. */
  readonly patience: number;
  /** Iterations between two checkpoints within an epoch: what a killed run repeats at most. */
  readonly checkpointEvery: number;
  readonly seed: number;
  readonly lr: number;
}

/** Reads the command line. Throws an OptionError, or what parseArgs throws, for anything that it does not know. */
export function commandLine(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      out: { type: 'string', default: 'out/caltech256' },
      classify: { type: 'string' },
      mode: { type: 'string', default: 'frozen' },
      weights: { type: 'string', default: 'auto' },
      backend: { type: 'string', default: 'auto' },
      'on-error': { type: 'string', default: 'throw' },
      'no-links': { type: 'boolean', default: false },
      resume: { type: 'boolean', default: false },
      'find-lr': { type: 'boolean', default: false },
      epochs: { type: 'string', default: '5' },
      'batch-size': { type: 'string', default: '64' },
      patience: { type: 'string', default: '3' },
      'checkpoint-every': { type: 'string', default: '20' },
      seed: { type: 'string', default: '0' },
      lr: { type: 'string', default: '0.001' },
    },
  });
  return {
    data: values.data,
    out: values.out,
    classify: values.classify,
    mode: oneOf('--mode', values.mode, ['frozen', 'blog']),
    weights: values.weights,
    backend: oneOf('--backend', values.backend, ['auto', 'tfjs-node-gpu', 'tfjs-node', 'webgpu', 'wasm', 'cpu']),
    onError: oneOf('--on-error', values['on-error'], ['throw', 'skip']),
    followLinks: !values['no-links'],
    resume: values.resume,
    findLr: values['find-lr'],
    epochs: number('--epochs', values.epochs, { whole: true, least: 1 }),
    batchSize: number('--batch-size', values['batch-size'], { whole: true, least: 1 }),
    patience: number('--patience', values.patience, { whole: true, least: 1 }),
    checkpointEvery: number('--checkpoint-every', values['checkpoint-every'], { whole: true, least: 1 }),
    seed: number('--seed', values.seed, { whole: true, least: 0 }),
    lr: number('--lr', values.lr, { whole: false, least: 0 }),
  };
}

function oneOf<T extends string>(owner: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new OptionError({ owner, expected: `one of ${allowed.join(', ')}`, got: value });
  return found;
}

function number(owner: string, text: string, { whole, least }: { whole: boolean; least: number }): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= least && (!whole || Number.isSafeInteger(value))) return value;
  throw new OptionError({ owner, expected: `a ${whole ? 'whole ' : ''}number from ${least} up`, got: text });
}
