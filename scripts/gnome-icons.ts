/**
 * Makes a labelled folder of real images out of Debian's package gnome-icon-theme, to try the recipe on:
 *
 *   apt-get install gnome-icon-theme
 *   npx tsx scripts/gnome-icons.ts out/icons && npm run caltech256 -- --data out/icons --weights random --batch-size 16 --lr 0.01
 *
 * Two thirds of the theme's files are links to the same pictures; they are left out, and so are categories that then have too few.
 */
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const theme = '/usr/share/icons/gnome/256x256';
const FEWEST = 15;

async function main(target: string | undefined): Promise<void> {
  if (target === undefined) throw new Error('name the folder to make, as in: npx tsx scripts/gnome-icons.ts out/icons');
  const categories = await readdir(theme).catch(() => {
    throw new Error(`${theme} is not there: install Debian's package gnome-icon-theme`);
  });
  for (const category of categories) {
    const pictures = (await readdir(join(theme, category), { withFileTypes: true })).filter((entry) => entry.isFile() && entry.name.endsWith('.png'));
    if (pictures.length < FEWEST) continue;
    await mkdir(join(target, category), { recursive: true });
    for (const { name } of pictures) await copyFile(join(theme, category, name), join(target, category, name));
    console.log(`${category}: ${pictures.length}`);
  }
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
