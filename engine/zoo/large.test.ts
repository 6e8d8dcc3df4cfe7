/**
 * Training steps of networks at the size that people train, recorded here and compared number by number: GPT-2 small,
 * ResNet-18, a deep LSTM and ViT-S. They take minutes, 2 GB of disk and as much memory, so they run where somebody asks.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const python = ['/usr/bin/python3', 'python3'].find(
	(one) => spawnSync(one, ['-c', 'import torch']).status === 0
);
const asked = process.env['LARGE'] === '1';
const needs = !asked
	? ', which takes minutes: run it with LARGE=1'
	: python
		? ''
		: ', for which python3 needs PyTorch here';

test.skipIf(!python || !asked).each(['gpt2', 'resnet18', 'lstm', 'vit'])(
	`a training step of %s${needs}`,
	(name) => {
		const folder = mkdtempSync(join(tmpdir(), 'large-'));
		try {
			const said = execFileSync(python!, ['engine/zoo/large.py', folder, name], { encoding: 'utf8' });
			const [, known, of] = /(\d+) of (\d+) ops known/.exec(said)!;
			expect(Number(known) / Number(of)).toBeGreaterThanOrEqual(0.95);
			const file = join(folder, `${name}.safetensors`);
			const report = execFileSync('npm', ['run', '--silent', 'trace', '--', '--check', file], {
				encoding: 'utf8',
				maxBuffer: 2 ** 26
			});
			expect(report).toContain('all agree');
		} finally {
			rmSync(folder, { recursive: true });
		}
	},
	1_200_000
);
