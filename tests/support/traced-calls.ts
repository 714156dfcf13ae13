import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aptInstall, canUseApt } from '../../build/support/apt.ts';
import { findProgram } from '../../build/support/find-program.ts';

/** The calls to the kernel that write or sync files, made by a Node program between its lines BEGIN and END, in order. */
export async function callsBetweenMarks(program: readonly string[]): Promise<string[]> {
  if (findProgram(['strace']) === undefined && canUseApt()) await aptInstall(['strace']);
  const strace = findProgram(['strace']);
  if (strace === undefined)
    throw new Error('this counts system calls: install strace (Debian package strace)');
  const folder = mkdtempSync(join(tmpdir(), 'docket-traced-'));
  try {
    const log = join(folder, 'strace.log');
    const traced = ['-f', '-o', log, '-e', 'trace=fsync,fdatasync,write,pwrite64,ftruncate'];
    const result = spawnSync(strace, [...traced, process.execPath, ...program], { encoding: 'utf8' });
    if (!result.stdout.includes('END')) throw new Error(`the program did not end: ${result.stderr}`);
    return namesOf(readFileSync(log, 'utf8').split('\n'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function namesOf(lines: readonly string[]): string[] {
  const mark = (text: string): number => lines.findIndex((line) => line.includes(`write(1, "${text}\\n"`));
  if (mark('BEGIN') < 1) throw new Error('the program did not say where to begin');
  const pid = lines[mark('BEGIN')]?.split(' ')[0];
  return (
    lines
      .slice(mark('BEGIN') + 1, mark('END'))
      // Other threads of the process wake each other by writing to pipes; the store works on this one.
      .filter((line) => line.startsWith(`${pid} `))
      .map((line) => /^\d+\s+(\w+)\(/.exec(line)?.[1] ?? '')
      .filter((name) => name !== '' && name !== 'write')
  );
}
