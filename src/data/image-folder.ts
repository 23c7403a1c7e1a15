import * as z from 'zod/mini';
import { DataError, SkipSample } from '../errors';
import { parseOptions } from '../internal';
import { checkIndex } from './dataset';
import type { Dataset } from './dataset';
import type { FileSource } from './file-source';
import type { ImageDecoder, RgbImage } from './rgb-image';
import type { ScanRules } from './scan-folder';
import { classFolders, imagesBelow } from './scan-folder';
import type { Transform } from './transforms';

/** Endings of file names that count as images, in lower case: torchvision's list. */
export const IMAGE_EXTENSIONS: readonly string[] = ['.jpg', '.jpeg', '.png', '.ppm', '.bmp', '.pgm', '.tif', '.tiff', '.webp'];

/** One image of an `ImageFolder`. */
export interface ImageSample {
  readonly path: string;
  /** Number of its class in `classes`. */
  readonly label: number;
  /** Bytes, and time of the last change in milliseconds since 1970, when the folder was scanned. */
  readonly size: number;
  readonly modified: number;
}

/** A file that was left out, and why. */
export interface SkippedImage {
  readonly path: string;
  readonly label: number;
  readonly error: unknown;
}

/** How a folder is scanned. */
export interface ImageFolderScanOptions {
  /**
   * What happens with a file that cannot be read: `'throw'` makes `get` fail with its path; `'skip'` leaves the sample
   * out of its batch and lists it in `skipped`.
   * @default 'throw'
   */
  readonly onError?: 'throw' | 'skip';
  /** Whether links to files and folders count. @default true */
  readonly followLinks?: boolean;
  /** Whether a class folder without images is let through. @default false */
  readonly allowEmpty?: boolean;
  /** Fewest classes, from 1 up; 2 for whoever wants to train a classifier. @default 1 */
  readonly minClasses?: number;
  /** Endings of file names that count, in lower case with the dot. @default IMAGE_EXTENSIONS */
  readonly extensions?: readonly string[];
}

/** Options of `ImageFolder.scan`. */
export interface ImageFolderOptions<T> extends ImageFolderScanOptions {
  readonly source: FileSource;
  readonly decoder: ImageDecoder;
  readonly transform: Transform<RgbImage, T>;
}

const schema = z.strictObject({
  onError: z._default(z.enum(['throw', 'skip']), 'throw'),
  followLinks: z._default(z.boolean(), true),
  allowEmpty: z._default(z.boolean(), false),
  minClasses: z._default(z.int().check(z.minimum(1)), 1),
  extensions: z._default(z.readonly(z.array(z.string().check(z.regex(/^\.[^A-Z]+$/, 'an ending in lower case, with the dot')))), IMAGE_EXTENSIONS),
});

/**
 * Labelled images of a folder that has one folder for each class, by torchvision's rules.
 *
 * The classes are the sub-folders, sorted by code points; a class's number is its place. All files below a class folder
 * whose names end in one of `extensions` (in any case) are its images; other files, and files beside the class folders,
 * are passed over. Links are followed, but not round in circles.
 *
 * A sample is `[transform(pixels), label]`. Nothing is decoded before it is asked for.
 */
export class ImageFolder<T> implements Dataset<[T, number]> {
  readonly root: string;
  /** Names of the classes; a label is a place in this list. */
  readonly classes: readonly string[];
  /** All images, class by class. */
  readonly samples: readonly ImageSample[];
  readonly transform: Transform<RgbImage, T>;
  readonly #source: FileSource;
  readonly #decoder: ImageDecoder;
  readonly #onError: 'throw' | 'skip';
  readonly #skipped = new Map<string, SkippedImage>();

  private constructor(root: string, classes: readonly string[], samples: readonly ImageSample[], options: ImageFolderOptions<T>) {
    this.root = root;
    this.classes = classes;
    this.samples = samples;
    this.transform = options.transform;
    this.#source = options.source;
    this.#decoder = options.decoder;
    this.#onError = options.onError ?? 'throw';
  }

  /**
   * Lists the classes and images below `root`.
   *
   * @throws DataError when there is no such folder, when it has no class folders or fewer than `minClasses`, and when a
   * class folder has no images
   */
  static async scan<T>(root: string, options: ImageFolderOptions<T>): Promise<ImageFolder<T>> {
    const { source, decoder, transform, ...others } = options;
    const parsed = parseOptions('ImageFolder', schema, others);
    const rules: ScanRules = { source, extensions: parsed.extensions, followLinks: parsed.followLinks };
    const classes = await classFolders(root, rules);
    if (classes.length < parsed.minClasses) {
      throw new DataError({
        owner: root,
        expected: parsed.minClasses === 1 ? 'a folder for each class of images in it' : `at least ${parsed.minClasses} folders, one for each class of images`,
        got: classes,
        mend: 'Put the images of each class into a folder of their own, such as cats/1.jpg and dogs/1.jpg.',
      });
    }
    const files = await Promise.all(classes.map((name) => imagesBelow(source.join(root, name), rules)));
    const empty = classes.filter((_, label) => files[label]?.length === 0);
    if (empty.length > 0 && !(parsed.allowEmpty && empty.length < classes.length)) {
      throw new DataError({
        owner: root,
        expected: `images (${parsed.extensions.join(' ')}) in every class folder`,
        got: `none in ${empty.slice(0, 5).join(', ')}${empty.length > 5 ? ` and ${empty.length - 5} more` : ''}`,
        mend: 'Remove the empty folders, or pass allowEmpty: true.',
      });
    }
    const samples = files.flatMap((ofClass, label) => ofClass.map((file) => ({ ...file, label })));
    return new ImageFolder(root, classes, samples, { ...parsed, source, decoder, transform });
  }

  get length(): number {
    return this.samples.length;
  }

  /** Files that `onError: 'skip'` has left out so far, each once. */
  get skipped(): readonly SkippedImage[] {
    return [...this.#skipped.values()];
  }

  /** @throws DataError naming the file, or `SkipSample` with `onError: 'skip'`, when a file cannot be read or decoded */
  async get(index: number): Promise<[T, number]> {
    const sample = this.samples[index];
    if (sample === undefined) {
      checkIndex('ImageFolder.get', index, this.length);
      throw new DataError({ owner: 'ImageFolder.get', expected: 'a sample', got: index });
    }
    return [this.transform.apply(await this.#pixels(sample)), sample.label];
  }

  async #pixels({ path, label }: ImageSample): Promise<RgbImage> {
    try {
      return await this.#decoder.decode(await this.#source.read(path), path);
    } catch (error) {
      // Whatever is not the file's fault (a decoder that is not installed) would skip everything in silence.
      if (this.#onError === 'throw' || !(error instanceof DataError)) throw error;
      this.#skipped.set(path, { path, label, error });
      throw new SkipSample({ owner: path, expected: 'an image that can be read', cause: error });
    }
  }
}
