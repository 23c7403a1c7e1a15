import { sha256 } from '../../../internal';
import { chartGroups } from './chart-groups';
import { epochAxis } from './epoch-axis';
import { keyFigures } from './key-figures';
import { Markup, markup } from './markup';
import { pageHeader } from './page-header';
import { PAGE_SCRIPT } from './page-script';
import { pageSections } from './page-sections';
import { PAGE_STYLE } from './page-style';
import { base64 } from './picture';
import type { ReportData } from './report-data';

/** What stands on a page beside its data. */
export interface PageFrame {
  readonly title: string;
  /** Facts about the machine, such as the backend and versions. */
  readonly environment: Readonly<Record<string, string | number>>;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
}

/** The whole page: one HTML text that needs nothing beside it. */
export async function reportPage({ parts, scalars }: ReportData, { title, environment, writtenAt }: PageFrame): Promise<string> {
  const { run, epochs } = parts;
  const groups = chartGroups(scalars, { epoch: run.epoch, toEpoch: epochAxis(epochs, run.epochLength) });
  const sections = await pageSections(parts, groups);
  const facts = Object.entries(environment).map(([name, value]) => `${name} ${value}`);
  const page = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
${await contentPolicy()}<title>${title}</title>
<style>${new Markup(PAGE_STYLE)}</style>
<script>${new Markup(PAGE_SCRIPT)}</script>
</head>
<body data-status="${run.status}" data-smooth="true" data-log="false" data-mistakes="false">
${pageHeader(title, run, writtenAt, keyFigures(parts, groups))}${
    sections.length > 1 && markup`<nav aria-label="Sections"><ul>${sections.map(({ id, title: name }) => markup`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
`}<main>
${sections.length === 0 && markup`<section><p>Nothing was logged yet.</p></section>`}${
    sections.map(({ id, title: name, tools, content }) => markup`<section id="${id}" aria-labelledby="${id}-title"><div class="head"><h2 id="${id}-title">${name}</h2>${tools}</div>
${content}</section>
`)}</main>
<footer>${facts.length > 0 && markup`<p>${facts.join(' · ')}</p>`}</footer>
</body>
</html>
`;
  return page.text;
}

/** Forbids the page everything but its own style and script, and pictures within it, whatever text might get into it. */
async function contentPolicy(): Promise<Markup | undefined> {
  try {
    const [style, script] = await Promise.all([PAGE_STYLE, PAGE_SCRIPT].map(hashSource));
    return markup`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src ${style}; script-src ${script}; base-uri 'none'; form-action 'none'">
`;
  } catch {
    // Without WebCrypto there is no digest, and all texts are escaped anyhow.
    return undefined;
  }
}

async function hashSource(text: string): Promise<string> {
  const digits = await sha256(new TextEncoder().encode(text));
  return `'sha256-${base64(Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16)))}'`;
}
