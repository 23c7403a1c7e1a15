import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleReport } from '../../../../scripts/sample-report';
import { ReportLogger, memoryStore } from '../../../../src/handlers';
import type { OpenPage } from './chromium';
import { findChromium, noChromium } from '../../../support/chromium';
import { openPage } from './chromium';

/** What the tests need is a browser; where there is none, they are skipped, and the title says so. */
const chromium = findChromium();
const inBrowser = chromium === undefined ? describe.skip : describe;

inBrowser(`the page in Chromium${noChromium}`, () => {
  const pages: OpenPage[] = [];
  let folder = '';
  let sample = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'report-'));
    const store = memoryStore();
    await sampleReport(store);
    sample = join(folder, 'sample.html');
    await writeFile(sample, await store.read('report.html'));
  });
  afterEach(() => Promise.all(pages.splice(0).map((page) => page.close())));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const open = async (file: string, width = 1200, media: Record<string, string> = {}): Promise<OpenPage> => {
    const page = await openPage(chromium ?? '', file, { width, media });
    pages.push(page);
    return page;
  };
  const text = (selector: string): string => `document.querySelector(${JSON.stringify(selector)}).textContent`;

  test('opens without a complaint and asks for nothing', async () => {
    const page = await open(sample);
    expect(await page.evaluate(text('h1'))).toBe('Nine figures, DenseNet-121');
    expect(await page.evaluate('Array.from(document.images).every((image) => image.complete && image.naturalWidth > 0)')).toBe(true);
    expect([page.complaints, page.requests]).toEqual([[], []]);
  });

  test.each([400, 820, 1600])('fits into %i pixels', async (width) => {
    const page = await open(sample, width);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });

  test('is dark where that is preferred, on the button, and never on paper', async () => {
    const ground = 'getComputedStyle(document.body).backgroundColor';
    const dark = await open(sample, 800, { 'prefers-color-scheme': 'dark' });
    expect(await dark.evaluate(ground)).toBe('rgb(20, 23, 27)');
    await dark.evaluate("document.querySelector('.theme').click()");
    expect(await dark.evaluate(ground)).toBe('rgb(255, 255, 255)');
    const paper = await open(sample, 800, { 'prefers-color-scheme': 'dark', media: 'print' });
    expect(await paper.evaluate(ground)).toBe('rgb(255, 255, 255)');
    expect(await paper.evaluate("getComputedStyle(document.querySelector('nav')).display")).toBe('none');
  });

  test('says the values under the pointer, and by the keys', async () => {
    const page = await open(sample);
    const legend = text('.charts .chart:nth-child(2) .legend');
    const at = (kind: string, init: string): string => `document.querySelectorAll('.chart svg[role=img]')[1].dispatchEvent(new ${kind}(${init}))`;
    expect(await page.evaluate(legend)).toBe('training 0.9408validation 0.9245epoch 5');
    await page.evaluate("window.box = document.querySelectorAll('.chart svg[role=img]')[1].getBoundingClientRect()");
    await page.evaluate(at('PointerEvent', "'pointermove', { clientX: box.left + box.width * 0.45, clientY: box.top + 9 }"));
    expect(await page.evaluate(legend)).toBe('training 0.8490validation 0.8290epoch 2');
    expect(await page.evaluate("document.querySelectorAll('.cursor circle').length")).toBe(2);
    await page.evaluate(at('PointerEvent', "'pointerleave'"));
    expect(await page.evaluate(legend)).toBe('training 0.9408validation 0.9245epoch 5');
    await page.evaluate(at('KeyboardEvent', "'keydown', { key: 'Home' }"));
    expect(await page.evaluate(legend)).toBe('training 0.7253validation 0.7004epoch 1');
    expect(page.complaints).toEqual([]);
  });

  test('buttons: another axis, no mean, mistakes only, another order', async () => {
    const page = await open(sample);
    const shown = (selector: string): Promise<unknown> => page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).display`);
    expect([await shown('.has-log .linear'), await shown('.has-log .log'), await shown('.smooth')]).toEqual(['inline', 'none', 'inline']);
    await page.evaluate("document.querySelectorAll('[data-toggle]').forEach((button) => button.click())");
    expect([await shown('.has-log .linear'), await shown('.has-log .log'), await shown('.smooth')]).toEqual(['none', 'inline', 'none']);
    expect(await page.evaluate("Array.from(document.querySelectorAll('#predictions .card')).filter((card) => card.offsetParent).length")).toBe(2);
    await page.evaluate("document.querySelector('[data-sort=f1]').click()");
    expect(await page.evaluate(text('.classes tbody th'))).toBe('square');
    await page.evaluate("document.querySelector('[data-sort=f1]').click()");
    expect(await page.evaluate(text('.classes tbody th'))).toBe('checker');
    expect(await page.evaluate("document.querySelector('[data-sort=f1]').closest('th').getAttribute('aria-sort')")).toBe('ascending');
    await page.evaluate("document.querySelector('[data-sort=label]').click()");
    expect(await page.evaluate("Array.from(document.querySelectorAll('.classes tfoot th'), (head) => head.textContent)")).toEqual(['Mean', 'Mean by support']);
    expect(page.complaints).toEqual([]);
  });

  test('no text becomes markup, and what might get in could do nothing', async () => {
    const store = memoryStore();
    const evil = `</script><script>document.title = 'owned'</script><img src="https://example.com/x.png" onerror="document.title = 'owned'">`;
    const report = new ReportLogger({ store, title: evil });
    report.logScalars({ [`training/${evil}`]: NaN, 'lr/group_0': 1 }, 1);
    report.logConfusionMatrix([[1, 2], [3, 4]], { labels: [evil, '"'] }, 1);
    report.logPredictions([{ trueClass: evil, predictedClass: evil }], 1);
    report.log({ kind: 'text', tag: evil, text: evil }, 1);
    await report.close();
    const file = join(folder, 'evil.html');
    await writeFile(file, await store.read('report.html'));
    const page = await open(file);
    expect(await page.evaluate('document.title')).toBe(evil);
    expect(await page.evaluate('document.images.length')).toBe(0);
    expect([page.complaints, page.requests]).toEqual([[], []]);
    await page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"https://example.com/x.png\" onerror=\"document.title = 1\">')");
    expect(await page.evaluate('new Promise((resolve) => setTimeout(() => resolve(document.title), 100))')).toBe(evil);
    expect(page.complaints.join()).toContain('Content Security Policy');
  });

  test('headings, tables and charts have names', async () => {
    const page = await open(sample);
    expect(await page.evaluate("Array.from(document.querySelectorAll('h1,h2,h3'), (heading) => heading.localName).join(' ')")).toMatch(/^h1( h2( h3)*)+$/);
    expect(await page.evaluate("Array.from(document.querySelectorAll('table')).every((table) => table.caption && table.querySelector('th[scope]'))")).toBe(true);
    expect(await page.evaluate("Array.from(document.querySelectorAll('svg')).every((svg) => svg.getAttribute('aria-label') || svg.getAttribute('aria-hidden'))")).toBe(true);
    expect(await page.evaluate("Array.from(document.images).every((image) => image.alt)")).toBe(true);
    expect(await page.evaluate("new Set(Array.from(document.querySelectorAll('[id]'), ({ id }) => id)).size === document.querySelectorAll('[id]').length")).toBe(true);
  });
});
