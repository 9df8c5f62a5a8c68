import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { applyTo, type Mutant } from './mutant.ts';
import { runNode } from './run-command.ts';

/** Checks whether a mutant compiles. */
export type TypeCheck = (mutant: Mutant, source: string) => Promise<boolean>;

const timeoutMs = 120_000;

/** Checks mutants one after the other in a copy of the sources inside `folder`. */
export function createTypeCheck(folder: string): TypeCheck {
  mkdirSync(folder, { recursive: true });
  cpSync('src', join(folder, 'src'), { recursive: true });
  cpSync('package.json', join(folder, 'package.json'));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  // A mutant that leaves a name unused is not wrong because of it.
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false, rootDir: '.' };
  const config = { extends: resolve('tsconfig.json'), compilerOptions, include: ['src'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  let last: Promise<unknown> = Promise.resolve();
  return (mutant, source) => {
    const checked = last.then(() => compiles(folder, mutant, source));
    last = checked.catch(() => undefined);
    return checked;
  };
}

async function compiles(folder: string, mutant: Mutant, source: string): Promise<boolean> {
  const file = join(folder, mutant.file);
  writeFileSync(file, applyTo(source, mutant));
  const tsc = resolve('node_modules/typescript/bin/tsc');
  const { kind } = await runNode([tsc, '-p', '.'], { cwd: folder, timeoutMs });
  writeFileSync(file, source);
  return kind === 'passed';
}
