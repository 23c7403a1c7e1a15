#!/usr/bin/env node
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { backendNames } from './backend';
import type { BackendName } from './backend';
import { diagnose, formatDiagnosis } from './doctor';
import type { BackendProbe } from './doctor';
import { probeBackend } from './probe';

const usage = `tfjs-ignite doctor [--json]

  Tries every backend of TensorFlow.js and says what works here, what does not, and what to do about it.`;

/** Marks the line of a probe's answer among what native libraries print. */
const answerMark = 'tfjs-ignite-probe ';

async function main([command, ...options]: readonly string[]): Promise<number> {
  if (command === 'probe' && isBackend(options[0])) {
    console.log(answerMark + JSON.stringify(await probeBackend(options[0])));
    return 0;
  }
  if (command === undefined || command === '--help' || command === '-h' || command === 'help') {
    console.log(usage);
    return 0;
  }
  const unknown = options.find((option) => option !== '--json');
  if (command !== 'doctor' || unknown !== undefined) {
    console.error(`tfjs-ignite: there is no ${command === 'doctor' ? `option ${unknown ?? ''}` : `command ${command}`}.\n\n${usage}`);
    return 2;
  }
  const diagnosis = await diagnose(probeInProcess);
  console.log(options.includes('--json') ? JSON.stringify(diagnosis, null, 2) : formatDiagnosis(diagnosis));
  return diagnosis.auto === undefined ? 1 : 0;
}

/** Probes in a process of its own, so that a backend that crashes is a finding and not the end. */
async function probeInProcess(name: BackendName): Promise<BackendProbe> {
  const script = process.argv[1] ?? '';
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, script, 'probe', name], { timeout: 120_000 });
    const answer = stdout.split('\n').find((line) => line.startsWith(answerMark));
    if (answer !== undefined) return JSON.parse(answer.slice(answerMark.length)) as BackendProbe;
    return { name, outcome: 'failed', reason: 'It ended without an answer.', mend: 'Install it again.' };
  } catch (error) {
    const { signal } = error as { signal?: string | null };
    const reason = signal === undefined || signal === null ? 'Its process failed.' : `Its process was ended by ${signal}.`;
    return { name, outcome: 'failed', reason, mend: 'Install it again, or take another.' };
  }
}

function isBackend(name: string | undefined): name is BackendName {
  return backendNames.some((known) => known === name);
}

// The package is built for CommonJS too, which has no await at the top level.
void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
