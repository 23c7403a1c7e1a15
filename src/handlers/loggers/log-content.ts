import { OptionError } from '../../errors';
import { isHostTensor } from '../../internal';
import type { ImageRecord, LogContent } from './log-record';

/** Element types that an image may have. */
const IMAGE_DTYPES: readonly string[] = ['uint8', 'float32', 'float64'];

/** Refuses a step that no sink could write down. */
export function checkStep(owner: string, step: number): void {
  if (!Number.isSafeInteger(step)) throw new OptionError({ owner: `${owner}.log.step`, expected: 'a whole number', got: step });
}

/**
 * Refuses content that is not what its kind says: where it is logged, since a sink that stumbles over it later could only try it again.
 *
 * @throws OptionError
 */
export function checkLogContent(owner: string, content: LogContent): void {
  switch (content.kind) {
    case 'scalars':
      checkNumbers(`${owner}.log.values`, content.values);
      return;
    case 'text':
      checkText(`${owner}.log.tag`, content.tag);
      checkText(`${owner}.log.text`, content.text);
      return;
    case 'histogram':
      checkText(`${owner}.log.tag`, content.tag);
      if (!ArrayBuffer.isView(content.values) || content.values instanceof DataView) {
        throw new OptionError({ owner: `${owner}.log.values`, expected: 'a typed array', got: content.values });
      }
      return;
    case 'image':
      checkText(`${owner}.log.tag`, content.tag);
      checkImage(`${owner}.log.image`, content.image);
      return;
    case 'hparams':
      for (const [name, value] of Object.entries<unknown>(content.params)) {
        if (!['string', 'number', 'boolean'].includes(typeof value)) {
          throw new OptionError({ owner: `${owner}.log.params.${name}`, expected: 'a text, a number or a boolean', got: value });
        }
      }
      checkNumbers(`${owner}.log.metrics`, content.metrics);
  }
}

function checkNumbers(owner: string, values: Readonly<Record<string, unknown>>): void {
  for (const name in values) {
    if (typeof values[name] !== 'number') throw new OptionError({ owner: `${owner}.${name}`, expected: 'a number', got: values[name] });
  }
}

function checkText(owner: string, value: unknown): void {
  if (typeof value !== 'string') throw new OptionError({ owner, expected: 'a text', got: value });
}

function checkImage(owner: string, image: ImageRecord['image']): void {
  const [height = 0, width = 0, channels = 0, ...more] = isHostTensor(image) ? image.shape : [];
  const isImage = more.length === 0 && [height, width].every((size) => Number.isInteger(size) && size > 0) && [1, 3, 4].includes(channels);
  if (!isImage || !IMAGE_DTYPES.includes(image.dtype) || image.data.length !== height * width * channels) {
    throw new OptionError({ owner, expected: 'a host tensor [height, width, 1, 3 or 4 channels] of dtype uint8, float32 or float64', got: image });
  }
}
