import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...readdirSync(resolve(root, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];

it.each(pages)('every relative link of %s leads to a file', (page) => {
  const text = readFileSync(resolve(root, page), 'utf8').replaceAll(/```[\s\S]*?```/g, '');
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target).filter((target) => !/^([a-z]+:|#)/.test(target));
  expect(targets.filter((target) => !existsSync(resolve(root, dirname(page), target.replace(/#.*$/, ''))))).toEqual([]);
});

it('every page of docs/ is linked from the README', () => {
  const readme = readFileSync(resolve(root, 'README.md'), 'utf8');
  expect(pages.filter((page) => page.startsWith('docs/') && !readme.includes(`](${page})`))).toEqual([]);
});
