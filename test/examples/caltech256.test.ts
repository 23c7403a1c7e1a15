import { createHash } from 'node:crypto';
import { copyFile, cp, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeDemoImages } from '../../scripts/demo-images';
import { recipeBackend, runRecipe } from '../support/recipe';

const golden = resolve(__dirname, '../fixtures/golden/vision');
const heavy = process.env.TEST_HEAVY === undefined ? it.skip : it;
const heavyTitle = '(takes minutes on wasm; TEST_HEAVY=1 runs it, as CI does)';

let work: string;
let images: string;
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'caltech256-'));
  images = join(work, 'images');
  await makeDemoImages(images, { perClass: 4, seed: 1 });
});
afterAll(() => rm(work, { recursive: true, force: true }));

const common = ['--weights', 'random', '--backend', recipeBackend, '--batch-size', '4', '--lr', '0.01'];

/** Copies some class folders of the images. */
async function folderWith(name: string, classes: readonly string[]): Promise<string> {
  const folder = join(work, name);
  for (const each of classes) await cp(join(images, each), join(folder, each), { recursive: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

describe('bad input ends in one sentence that says what to do, and a non-zero exit code', () => {
  const cases: readonly (readonly [title: string, args: () => Promise<string[]>, message: RegExp])[] = [
    ['an unknown option', async () => ['--epoch', '3'], /Unknown option '--epoch'/],
    ['a number that is none', async () => ['--epochs', 'x'], /--epochs: expected a whole number from 1 up, got "x" \(string\)/],
    ['an unknown mode', async () => ['--mode', 'fast'], /--mode: expected one of frozen, blog, got "fast"/],
    ['no such folder', async () => ['--data', join(work, 'nowhere')], /nowhere.*folder/],
    ['an empty folder', async () => ['--data', await folderWith('empty', [])], /empty: expected .*folders?.*Put the images/],
    ['one class only', async () => ['--data', await folderWith('one', ['001.disc'])], /at least 2 folders/],
    [
      'a class folder without images',
      async () => {
        const folder = await folderWith('hole', ['001.disc', '002.stripes']);
        await mkdir(join(folder, '003.nothing'));
        return ['--data', folder];
      },
      /images .* in every class folder, got "none in 003\.nothing"/,
    ],
    [
      'an image that is cut off, by its name',
      async () => {
        const folder = await folderWith('cut', ['001.disc', '002.stripes']);
        await copyFile(join(golden, 'images/broken/truncated.jpg'), join(folder, '001.disc', '001_0009.jpg'));
        return ['--data', folder];
      },
      /001_0009\.jpg/,
    ],
    [
      'too few images to split',
      async () => {
        for (const [index, name] of ['001.disc', '002.stripes'].entries()) {
          await mkdir(join(work, 'few', name), { recursive: true });
          await copyFile(join(images, name, `00${index + 1}_0001.jpg`), join(work, 'few', name, 'a.jpg'));
        }
        return ['--data', join(work, 'few')];
      },
      /--data: expected at least 5 images/,
    ],
    ['weights of another model', async () => ['--data', images, '--weights', join(golden, 'weights/seven-classes.safetensors')], /expected .*features\./],
    ['damaged weights', async () => ['--data', images, '--weights', join(golden, 'weights/hostile/bad-json.safetensors')], /bad-json\.safetensors.*Download or save it again/],
    ['no such weights', async () => ['--data', images, '--weights', join(work, 'none.safetensors')], /none\.safetensors/],
    [
      'a place that cannot be written to',
      async () => {
        await writeFile(join(work, 'file'), '');
        return ['--data', images, '--out', join(work, 'file', 'out')];
      },
      /file\/out/,
    ],
    ['a picture to classify without a saved model', async () => ['--classify', join(images, '001.disc', '001_0001.jpg')], /model/],
  ];

  it.each(cases)('%s', async (_, args, message) => {
    const given = await args();
    const out = given.includes('--out') ? [] : ['--out', join(work, 'bad')];
    const { code, stderr, stdout } = await runRecipe([...(given.includes('--weights') ? [] : ['--weights', 'random']), '--backend', recipeBackend, ...out, ...given]);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n').filter((line) => line.startsWith('Error: '))).toHaveLength(1);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
    expect(stdout).not.toMatch(/Saved/);
    // Nothing is half-written: neither model nor history.
    expect(await readdir(join(work, 'bad')).catch(() => [])).not.toEqual(expect.arrayContaining(['model']));
  });
});

describe('a frozen run', () => {
  let out: string;
  beforeAll(async () => {
    out = join(work, 'frozen');
    const withBroken = await folderWith('with-broken', await readdir(images));
    await copyFile(join(golden, 'images/broken/text.jpg'), join(withBroken, '001.disc', '001_0005.jpg'));
    const run = await runRecipe(['--data', withBroken, '--out', out, ...common, '--epochs', '5', '--patience', '5', '--on-error', 'skip']);
    expect(run).toMatchObject({ code: 0 });
    expect(run.stdout).toMatch(/^Training Results - Epoch: 1 Avg accuracy: \d+\.\d\d Avg loss: \d+\.\d\d$/m);
    expect(run.stdout).toMatch(/^Validation Results - Epoch: 5 Avg accuracy: \d+\.\d\d Avg loss: \d+\.\d\d$/m);
    expect(run.stdout).toMatch(/^Test accuracy: \d+\.\d\d \(mean over classes: \d+\.\d\d\)$/m);
    expect(run.stdout).toMatch(/Skipped .*001_0005\.jpg/);
  });

  it('writes the histories in percent, one entry an epoch', async () => {
    const history = JSON.parse(await readFile(join(out, 'history.json'), 'utf8')) as Record<string, Record<string, number[]>>;
    expect(Object.keys(history)).toEqual(['training', 'validation']);
    for (const results of Object.values(history)) expect([results.accuracy?.length, results.loss?.length]).toEqual([5, 5]);
    expect(Math.max(...(history.training?.accuracy ?? []))).toBeGreaterThan(50);
  });

  it('holds as many tensors after the last epoch as after the first', async () => {
    const { tensors } = JSON.parse(await readFile(join(out, 'report.json'), 'utf8')) as { tensors: number[] };
    expect(tensors).toEqual(Array.from({ length: 5 }, () => tensors[0]));
  });

  it('saves a model that names a picture, most likely class first', async () => {
    const { code, stdout } = await runRecipe(['--out', out, '--backend', recipeBackend, '--classify', join(images, '003.checkerboard', '003_0001.jpg')]);
    expect(code).toBe(0);
    const rows = [...stdout.matchAll(/^ *(\d+\.\d\d) % {2}(\d{3}\.\w+)$/gm)].map(([, share, label]) => ({ share: Number(share), label }));
    expect(rows.map(({ label }) => label).sort()).toEqual(['001.disc', '002.stripes', '003.checkerboard', '004.rings', '005.dots']);
    expect(rows.map(({ share }) => share)).toEqual(rows.map(({ share }) => share).sort((a, b) => b - a));
  });

  it('leaves a page that shows how it went, and event files for TensorBoard', async () => {
    const page = await readFile(join(out, 'report.html'), 'utf8');
    for (const shown of ['Completed', '5 of 5 epochs', 'validation', '003.checkerboard', 'data:image/png']) expect([shown, page.includes(shown)]).toEqual([shown, true]);
    const [events, ...others] = await readdir(join(out, 'tensorboard'));
    expect(others).toEqual([]);
    const content = await readFile(join(out, 'tensorboard', events ?? ''), 'latin1');
    for (const tag of ['training/loss', 'training/lr/group_0', 'validation/accuracy', 'test/accuracy']) expect([tag, content.includes(tag)]).toEqual([tag, true]);
  });

  it('--find-lr looks for a rate first, with the features that are there, and trains with it', async () => {
    const found = join(work, 'find-lr');
    await cp(join(out, 'features'), join(found, 'features'), { recursive: true });
    const { code, stdout } = await runRecipe(['--data', join(work, 'with-broken'), '--out', found, ...common, '--epochs', '1', '--on-error', 'skip', '--find-lr']);
    expect(code).toBe(0);
    expect(stdout).toContain('loss over learning rate, logarithmic');
    const [, rate] = /^Learning rate: (\S+)$/m.exec(stdout) ?? [];
    expect(Number(rate)).toBeGreaterThan(1e-5);
    // The search comes before the first epoch, and leaves no trace in it.
    expect(stdout.match(/Results - Epoch/g)).toHaveLength(2);
  });

  it('refuses to run over an older run, or to go on with other settings', async () => {
    const again = await runRecipe(['--data', images, '--out', out, ...common]);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('Add --resume to go on with that run') });
    const other = await runRecipe(['--data', images, '--out', out, ...common, '--on-error', 'skip', '--patience', '5', '--resume', '--lr', '0.5']);
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('lr: expected 0.01, with which the checkpoint was made, got 0.5') });
  });
});

describe('a run that is killed and resumed ends with the same bits as one that is not', () => {
  const outcome = async (out: string) => ({
    weights: createHash('sha256').update(await readFile(join(out, 'model', 'weights.bin'))).digest('hex'),
    history: await readFile(join(out, 'history.json'), 'utf8'),
  });
  const times = async (folder: string) =>
    Object.fromEntries(await Promise.all((await readdir(folder)).map(async (name) => [name, (await stat(join(folder, name))).mtimeMs] as const)));
  const frozen = ['--epochs', '12', '--patience', '12', '--checkpoint-every', '1'];
  const blog = ['--mode', 'blog', '--epochs', '2', '--checkpoint-every', '1'];

  const undisturbed = (mode: 'frozen' | 'blog') => join(work, `undisturbed-${mode}`);
  const finished = new Set<string>();
  const reference = async (mode: 'frozen' | 'blog') => {
    const out = undisturbed(mode);
    if (!finished.has(mode)) {
      expect(await runRecipe(['--data', images, ...common, ...(mode === 'blog' ? blog : frozen), '--out', out])).toMatchObject({ code: 0 });
      finished.add(mode);
    }
    return outcome(out);
  };

  heavy(`killed while features are computed: finished ones are not computed again ${heavyTitle}`, async () => {
    const out = join(work, 'killed-in-features');
    const args = ['--data', images, ...common, ...frozen, '--out', out];
    const features = join(out, 'features');
    const expected = await reference('frozen');
    const third = (await readdir(join(undisturbed('frozen'), 'features'))).sort()[2] ?? '';
    expect(await runRecipe(args, { kill: { signal: 'SIGKILL', when: join(features, third) } })).toMatchObject({ code: null });
    const before = await times(features);
    expect(Object.keys(before).length).toBeLessThan(5);
    expect(await runRecipe([...args, '--resume'])).toMatchObject({ code: 0, stdout: expect.stringContaining('No checkpoint yet') });
    expect(await times(features)).toMatchObject(Object.fromEntries(Object.entries(before).filter(([name]) => name.endsWith('.safetensors'))));
    expect(await outcome(out)).toEqual(expected);
  });

  heavy.each([
    ['SIGKILL', null, 'frozen', 'checkpoint_18.safetensors'],
    ['SIGINT', 130, 'frozen', 'checkpoint_18.safetensors'],
    ['SIGKILL', null, 'blog', 'checkpoint_2.safetensors'],
    ['SIGINT', 130, 'blog', 'checkpoint_5.safetensors'],
  ] as const)(`%s (exit code %p) in the middle of an epoch, mode %s ${heavyTitle}`, async (signal, code, mode, file) => {
    const out = join(work, `killed-${mode}-${signal}`);
    const args = ['--data', images, ...common, ...(mode === 'blog' ? blog : frozen), '--out', out];
    const killed = await runRecipe(args, { kill: { signal, when: join(out, 'checkpoints', file) } });
    expect(killed).toMatchObject({ code });
    expect(killed.stdout).not.toMatch(/Saved/);
    expect(await readdir(out)).not.toContain('model');
    const resumed = await runRecipe([...args, '--resume']);
    // What went wrong stands in stderr.
    expect([resumed.code, resumed.stderr]).toEqual([0, expect.any(String)]);
    expect(resumed.stdout).toMatch(/Going on from checkpoint_\d+/);
    expect(await outcome(out)).toEqual(await reference(mode));
  });

  heavy(`mode blog holds as many tensors after the last epoch as after the first ${heavyTitle}`, async () => {
    await reference('blog');
    const { tensors } = JSON.parse(await readFile(join(undisturbed('blog'), 'report.json'), 'utf8')) as { tensors: number[] };
    expect(tensors).toEqual(Array.from({ length: 2 }, () => tensors[0]));
  });
});
