import { PAGE_STYLE } from '../../../../src/handlers/loggers/report/page-style';
import type { PageFrame } from '../../../../src/handlers/loggers/report/page';
import { reportPage } from '../../../../src/handlers/loggers/report/page';
import { asPicture, base64, pictureUri } from '../../../../src/handlers/loggers/report/picture';
import { ReportData } from '../../../../src/handlers/loggers/report/report-data';
import type { ReportParts } from '../../../../src/handlers/loggers/report/report-data';
import { OptionError } from '../../../../src/errors';

const frame: PageFrame = { title: 'Run', environment: {}, writtenAt: 0 };
const run = { status: 'completed', reason: null, epoch: 2, iteration: 20, maxEpochs: 2, epochLength: 10, startedAt: 0 } as const;

async function page(parts: Partial<ReportParts>, scalars: Readonly<Record<string, readonly number[]>> = {}, more: Partial<PageFrame> = {}): Promise<string> {
  const data = new ReportData();
  data.update(parts);
  for (const [name, values] of Object.entries(scalars)) {
    values.forEach((value, index) => data.add({ kind: 'scalars', values: { [name]: value }, step: index + 1, time: 0 }));
  }
  return reportPage(data, { ...frame, ...more });
}

test('an empty report is a page that says so', async () => {
  const html = await page({});
  expect(html).toContain('Nothing was logged yet.');
  expect(html).not.toMatch(/<nav|class="status|<h2/);
});

test('the policy allows the page its own style and script and nothing else', async () => {
  expect(await page({})).toMatch(
    /content="default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-[\w+/]{43}=&#39;; script-src &#39;sha256-[\w+/]{43}=&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"|content="default-src 'none'/,
  );
});

test('nothing in it is fetched, and no style or handler stands in an attribute', async () => {
  const html = await page({ run, confusion: { labels: ['a', 'b'], matrix: [[1, 2], [3, 4]], step: 2 } }, { 'training/loss': [2, 1] });
  expect(html).not.toMatch(/<link|@import|url\(|src="(?!data:)|href="(?!#)|\sstyle=|\son\w+=|eval\(|Function\(|innerHTML/);
  expect(html.match(/https?:[^'"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
});

test.each([
  ['completed', 'Completed'], ['stopped', 'Stopped early'], ['failed', 'Failed'], ['running', 'Running'], ['paused', 'Paused'],
] as const)('a run that is %s', async (status, text) => {
  const html = await page({ run: { ...run, status, reason: status === 'failed' ? 'Error: <b>' : null } });
  expect(html).toContain(`<p class="status ${status}">${text}</p>`);
  expect(html).toContain('2 of 2 epochs, 20 iterations');
  expect(html).toContain('started 1970-01-01 00:00 UTC');
  expect(html.includes('<p class="reason">Error: &lt;b&gt;</p>')).toBe(status === 'failed');
});

test('key figures: what was validated, with the best where it is known what is better, and times', async () => {
  const epochs = [{ epoch: 1, iteration: 10, seconds: 2, samples: 100 }, { epoch: 2, iteration: 20, seconds: 3, samples: 100 }];
  const html = await page({ run, epochs }, { 'training/loss': [3, 1], 'validation/loss': [0.5, 0.75], 'validation/accuracy': [0.25, 0.5], 'validation/oddity': [1, 2] });
  expect(html).toContain('<dt>validation loss</dt><dd>0.7500</dd><dd class="note">best 0.5000 at epoch 1</dd>');
  expect(html).toContain('<dt>validation accuracy</dt><dd>0.5000</dd><dd class="note">its best</dd>');
  expect(html).toContain('<dt>validation oddity</dt><dd>2</dd></div>');
  expect(html).toContain('<dt>training time</dt><dd>5.0 s</dd><dd class="note">2.5 s an epoch</dd>');
  expect(html).toContain('<dt>examples a second</dt><dd>40</dd>');
});

test('key figures that the hyperparameters name go first', async () => {
  const html = await page({ run, settings: { params: { lr: 0.1 }, metrics: { final: 0.5 } } }, { 'validation/loss': [1] });
  expect(html).toContain('<dl class="figures"><div><dt>final</dt><dd>0.5000</dd></div></dl>');
  expect(html).toContain('<dt>lr</dt><dd>0.1</dd>');
});

test('a confusion matrix: counts, shares of the row, mistakes, and the scores from it', async () => {
  const html = await page({ run, confusion: { labels: ['cat', 'dog'], matrix: [[8, 2], [0, 10]], step: 2 } });
  expect(html).toContain('20 examples at epoch 2, of which 90.0% are on the diagonal.');
  expect(html).toContain('<td class="hit q9" title="cat taken for cat: 8 (80.0% of 10)">8<small>80.0%</small></td>');
  expect(html).toContain('<td class="miss q4" title="cat taken for dog: 2 (20.0% of 10)">2<small>20.0%</small></td>');
  expect(html).toContain('<td class="miss q0">·</td>');
  expect(html).toContain('<tr><td>cat</td><td>dog</td><td class="n">2</td><td class="n">20.0%</td></tr>');
  expect(html).toMatch(/<th scope="row">cat<\/th><td class="n" data-value="1">100.0%<\/td><td class="n" data-value="0.8">80.0%<\/td>/);
  expect(html).toContain('<th scope="row">Mean</th>');
});

test('a matrix without mistakes says so; one of hundreds of classes is a picture', async () => {
  const identity = (size: number) => Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_, column) => (row === column ? 1 : 0)));
  expect(await page({ confusion: { labels: ['a', 'b'], matrix: identity(2), step: 1 } })).toContain('No mistakes.');
  const many = await page({ confusion: { labels: identity(257).map((_, index) => `class ${index}`), matrix: identity(257), step: 1 } });
  expect(many).toMatch(/<img class="heat" src="data:image\/png;base64,[\w+/=]+" width="257" height="257" alt="Confusion matrix of 257 classes/);
  expect(many).not.toContain('<td class="hit');
});

test('scores that were given stand in place of those of the matrix', async () => {
  const html = await page({ confusion: { labels: ['a', 'b'], matrix: [[1, 0], [0, 1]], step: 1 }, classTable: { rows: [{ label: 'mine', precision: 0.5, recall: NaN, f1: 0.25, support: 4 }], step: 1 } });
  expect(html).toContain('<th scope="row">mine</th><td class="n" data-value="0.5">50.0%</td><td class="n" data-value="-1">–</td>');
  expect(html).not.toContain('<th scope="row">a</th><td class="n"');
});

test('predictions with pictures, mistakes marked', async () => {
  const picture = asPicture('test', { dtype: 'uint8', shape: [2, 2, 3], data: new Uint8Array(12) });
  const shown = [
    { picture, trueClass: 'cat', predictedClass: 'cat', probability: 0.9 },
    { picture: null, trueClass: 'cat', predictedClass: 'dog', probability: null },
  ];
  const html = await page({ predictions: { shown, step: 2 }, run });
  expect(html).toMatch(/<li class="card"><img class="picture pixels" src="data:image\/png;base64,[\w+/=]+" alt="cat" width="2" height="2"><p><b>cat<\/b> <span class="n">90.0%<\/span><\/p>/);
  expect(html).toContain('<li class="card wrong"><p><b>dog</b><small>wrong: is cat</small></p></li>');
  expect(html).toContain('2 examples at epoch 2; 1 is wrong.');
});

test('pictures, notes and the machine', async () => {
  const picture = asPicture('test', { dtype: 'float32', shape: [1, 1, 1], data: Float32Array.of(1) });
  const html = await page({ run, pictures: [{ tag: 'mask', step: 15, picture }], notes: [{ tag: 'data', text: 'two\nlines', step: 0 }] }, {}, { environment: { backend: 'wasm', seed: 3 } });
  expect(html).toContain('<b>mask</b><small>iteration 15</small>');
  expect(html).toContain('<p class="note"><b>data</b> step 0</p><p class="text">two\nlines</p>');
  expect(html).toContain('<footer><p>backend wasm · seed 3</p></footer>');
});

test('whatever is a text stays a text', async () => {
  const evil = `</title></style></script><script>alert(1)</script><img src=x onerror=alert(1)>"'`;
  const picture = asPicture('test', { dtype: 'uint8', shape: [1, 1, 1], data: Uint8Array.of(1) });
  const html = await page(
    {
      run: { ...run, status: 'failed', reason: evil },
      notes: [{ tag: evil, text: evil, step: 1 }],
      pictures: [{ tag: evil, step: 1, picture }],
      settings: { params: { [evil]: evil }, metrics: { [evil]: 1 } },
      confusion: { labels: [evil, 'b'], matrix: [[1, 2], [3, 4]], step: 1 },
      predictions: { shown: [{ picture, trueClass: evil, predictedClass: evil, probability: 1 }], step: 1 },
    },
    { [`validation/${evil}`]: [1], [`${evil}/loss`]: [1], [`${evil}/lr/group_0`]: [1] },
    { title: evil, environment: { [evil]: evil } },
  );
  expect(html.match(/<script/g)).toHaveLength(1 + (html.match(/<script type="application\/json">/g)?.length ?? 0));
  expect(html).not.toMatch(/<img src=x|alert\(1\)</);
  expect(html.match(/<\/(title|style)>/g)).toEqual(['</title>', '</style>']);
});

test('a metric for each of hundreds of classes does not drown the page', async () => {
  const scalars = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`validation/f1/${index}`, [0.5]]));
  const html = await page({ run }, { ...scalars, 'validation/loss': [1] });
  expect(html.match(/<figure/g)).toHaveLength(48);
  expect(html).toContain('253 more metrics are not drawn: f1/47, ');
  expect(html.length).toBeLessThan(150_000);
});

describe('pictures', () => {
  test('large ones are made smaller by whole factors, and the mean of pixels is kept', () => {
    const picture = asPicture('test', { dtype: 'uint8', shape: [400, 200, 1], data: Uint8Array.from({ length: 80_000 }, (_, index) => (index % 2 === 0 ? 100 : 200)) });
    expect(picture.shape).toEqual([134, 67, 1]);
    expect(picture.data[0]).toBe(133);
    const even = asPicture('test', { dtype: 'float32', shape: [2, 320, 1], data: Float32Array.from({ length: 640 }, (_, index) => index % 2) });
    expect(even.shape).toEqual([1, 160, 1]);
    expect(even.data[0]).toBe(128);
  });

  test('files are taken as they are', async () => {
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2);
    expect(await pictureUri(asPicture('test', jpeg))).toBe(`data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}`);
  });

  test.each([[Uint8Array.of(1, 2, 3)], [{ dtype: 'uint8', shape: [2, 2, 2], data: new Uint8Array(8) }], ['cat.png']])('refuses %j', (image) => {
    expect(() => asPicture('test', image as never)).toThrow(OptionError);
  });

  test('base64 of many bytes', () => {
    const bytes = Uint8Array.from({ length: 20_000 }, (_, index) => (index * 7) % 256);
    expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
  });
});

describe('contrast', () => {
  const themes = [...PAGE_STYLE.matchAll(/color-scheme:(light|dark);([^}]*)/g)].slice(0, 2).map(([, name = '', rules = '']) => {
    const colours = Object.fromEntries(rules.split(';').map((rule) => rule.slice(2).split(':') as [string, string]));
    return [name, (key: string) => channels(colours[key] ?? '')] as const;
  });

  test.each(themes)('%s: texts 4.5, curves 3', (_, colour) => {
    for (const behind of ['ground', 'raised']) for (const text of ['ink', 'soft', 'accent', 'good', 'bad']) expect([text, behind, contrast(colour(text), colour(behind)) >= 4.5]).toEqual([text, behind, true]);
    for (let curve = 1; curve <= 6; curve++) expect(contrast(colour(`s${curve}`), colour('ground'))).toBeGreaterThan(3);
  });

  test.each(themes)('%s: counts on every shade of a cell', (_, colour) => {
    const shades = [...PAGE_STYLE.matchAll(/\.(?:hit|miss)\.q\d+\{background:rgb\((\d+) (\d+) (\d+)\/([\d.]+)\)/g)];
    expect(shades).toHaveLength(20);
    for (const [, red, green, blue, opacity] of shades) {
      const mixed = [red, green, blue].map((channel, index) => Number(channel) * Number(opacity) + (colour('ground')[index] ?? 0) * (1 - Number(opacity)));
      expect(contrast(colour('ink'), mixed)).toBeGreaterThan(4.5);
    }
  });

  function channels(hex: string): number[] {
    return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  }

  function contrast(one: readonly number[], other: readonly number[]): number {
    const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (lighter + 0.05) / (darker + 0.05);
  }

  function luminance(rgb: readonly number[]): number {
    const [red = 0, green = 0, blue = 0] = rgb.map((channel) => (channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
});
