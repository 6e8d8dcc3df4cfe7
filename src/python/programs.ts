/** Runs programs with the recorder beside them, for tests; they take PyTorch. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recorder } from './recorder.ts';

/** A Python that has PyTorch; undefined where there is none. */
export const python = ['/usr/bin/python3', 'python3'].find(
	(one) => spawnSync(one, ['-c', 'import torch']).status === 0
);

/** For the name of a test that is skipped without it. */
export const needs = python ? '' : ', for which python3 needs PyTorch here';

export interface Run {
	/** What it printed. */
	readonly output: string;
	/** What lies in its folder afterwards. */
	readonly files: readonly string[];
	/** The bytes of a file that it wrote. */
	file(name: string): Uint8Array;
}

/** Runs a program in a folder of its own, which is gone after `look`. Throws where it fails. */
export function running<T>(program: string, look: (run: Run) => T): T {
	const folder = mkdtempSync(join(tmpdir(), 'backstep-'));
	try {
		writeFileSync(join(folder, 'backstep_torch.py'), recorder);
		writeFileSync(join(folder, 'run.py'), program);
		const output = execFileSync(python!, ['run.py'], { cwd: folder, encoding: 'utf8' });
		const files = readdirSync(folder);
		return look({ output, files, file: (name) => new Uint8Array(readFileSync(join(folder, name))) });
	} finally {
		rmSync(folder, { recursive: true });
	}
}
