import { OptionError } from '../errors';

/** Refuses what is no name of a file in a flat store: it must not lead out of the store, on any platform. */
export function checkFileName(owner: string, name: string): void {
  const isFlat = name !== '' && name !== '.' && name !== '..' && name.length <= 255 && !/[/\\\0:]/.test(name);
  if (!isFlat) throw new OptionError({ owner, expected: 'a plain file name without a folder', got: name });
}
