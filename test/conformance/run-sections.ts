import type { CaseResult } from './result';

/** How the cases of each section of a file are run; the format of a section is the file's promise. */
export type Sections = Readonly<Record<string, (one: unknown) => CaseResult | Promise<CaseResult>>>;

/** Runs the cases of all sections of a file, one after the other. A case that throws has failed. */
export async function runSections(content: Readonly<Record<string, unknown>>, sections: Sections): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const [section, cases] of Object.entries(content)) {
    if (!Array.isArray(cases)) continue; // the origin of the file
    for (const one of cases as { readonly id: string }[]) results.push(await runOne(section, one, sections[section]));
  }
  return results;
}

async function runOne(section: string, one: { readonly id: string }, run: Sections[string] | undefined): Promise<CaseResult> {
  const { id } = one;
  if (run === undefined) return { id, outcome: 'failed', detail: `nobody runs the section ${section}` };
  try {
    return await run(one);
  } catch (error) {
    return { id, outcome: 'failed', detail: String(error) };
  }
}
