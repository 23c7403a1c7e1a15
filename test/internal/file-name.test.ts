import { OptionError } from '../../src/errors';
import { checkFileName } from '../../src/internal';

it.each(['model_1.safetensors', 'best_model_5_acc=0.9300.safetensors', '..a', 'ü'])('%j is a file name', (name) => {
  expect(() => checkFileName('store', name)).not.toThrow();
});

it.each(['', '.', '..', '../a', 'a/b', 'a\\b', 'C:a', 'a\0', 'a'.repeat(256)])('%j is refused', (name) => {
  expect(() => checkFileName('store', name)).toThrow(OptionError);
});
