/** The Python package from its wheel, and the player that it writes: as a file, and in a notebook. */
import { expect, test, type FrameLocator, type Page } from '@playwright/test';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { problems } from './screen.ts';

// The wheel is built and installed once.
test.describe.configure({ mode: 'default' });

const has = (python: string, module: string) =>
	spawnSync(python, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0;
const python = ['/usr/bin/python3', 'python3'].find((one) => has(one, 'torch, venv, ensurepip'));

test.skip(!python, 'needs a Python with PyTorch and venv');

let folder = '';
const own = (name: string) => join(folder, name);
/** What a program prints that runs where the wheel is installed, and PyTorch is that of this machine. */
const run = (...args: string[]) =>
	execFileSync(own('venv/bin/python'), args, { cwd: folder, encoding: 'utf8' });

const MODEL = `
import torch
torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.ReLU(), torch.nn.Linear(4, 2))
x, target = torch.randn(2, 3), torch.tensor([0, 1])
`;
const STEP = `
loss = torch.nn.functional.cross_entropy(model(x), target)
loss.backward()
`;
const RECORD = `${MODEL}
import backstep_torch
with backstep_torch.record(model, title="Two <layers>") as r:
${STEP.trim().replaceAll(/^/gm, '    ')}
`;

test.beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'backstep-wheel-'));
	const wheel = execFileSync(python!, ['src/python/wheel.py', folder], { encoding: 'utf8' }).trim();
	execFileSync(python!, ['-m', 'venv', '--system-site-packages', own('venv')]);
	run('-m', 'pip', 'install', '--quiet', '--no-deps', '--no-index', wheel);
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Steps through the player, from its first step to that of the loss. */
async function walk(player: Page | FrameLocator) {
	const count = player.locator('.timeline .count').first();
	await expect(count).toHaveText(/^0 \/ 212$/);
	await player.getByRole('button', { name: 'Over' }).first().click();
	// The weight turned, 4×3 numbers, and its product with the batch, 2×4 sums of 3.
	await expect(count).toHaveText(/^36 \/ 212$/);
	await expect(player.getByRole('status').first()).toContainText('row');
	await expect(player.locator('.katex').first()).toBeVisible();
}

test('what is installed is what the repository has', () => {
	expect(run('-c', 'import backstep_torch; print(backstep_torch.__file__)')).toContain(own('venv'));
	const told = run('-m', 'pip', 'show', '--files', 'backstep-torch');
	expect(told).toContain(`Version: ${JSON.parse(readFileSync('package.json', 'utf8')).version}`);
	expect(told).toContain('backstep_torch/third-party.txt');
});

test('pip builds the same wheel without a network', () => {
	test.skip(!has(python!, 'pip'), 'needs pip');
	const args = [
		'-m',
		'pip',
		'wheel',
		'--quiet',
		'--no-deps',
		'--no-index',
		'-w',
		own('again'),
		'./src/python'
	];
	execFileSync(python!, args);
	const name = `backstep_torch-${JSON.parse(readFileSync('package.json', 'utf8')).version}-py3-none-any.whl`;
	expect(readFileSync(own(`again/${name}`)).equals(readFileSync(own(name)))).toBe(true);
});

test('a recording as a page opens by a double click, with its whole player', async ({ page }) => {
	const found = problems(page);
	const asked: string[] = [];
	page.on('request', (request) => asked.push(request.url()));
	run('-c', `${RECORD}r.to_html("run.html")`);
	const address = pathToFileURL(own('run.html')).href;
	await page.goto(address);
	await expect(page).toHaveTitle('Two <layers>');
	await walk(page);
	await page.getByRole('tab', { name: 'Trace' }).click();
	await expect(page.getByText('All 100 numbers agree')).toBeVisible();
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('dialog').getByText('safetensors').first()).toBeVisible();
	expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([address]);
	expect(found).toEqual([]);
});

test('a recording shows itself where a page allows what stands in it, and nothing else', async ({ page }) => {
	run('-c', `${RECORD}open("shown.html", "w", encoding="utf-8").write(r._repr_html_())`);
	const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'";
	writeFileSync(
		own('notebook.html'),
		`<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
${readFileSync(own('shown.html'), 'utf8')}`
	);
	await page.goto(pathToFileURL(own('notebook.html')).href);
	await walk(page.frameLocator('iframe[title="Backstep: Two <layers>"]'));
});

test('%%backstep records a cell, shows it and keeps it under a name', () => {
	test.skip(!has(own('venv/bin/python'), 'IPython'), 'needs IPython');
	const said = run(
		'-c',
		`
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
shell = InteractiveShell.instance()
shell.kernel = True
shell.run_cell("%load_ext backstep_torch")
shell.run_cell(${JSON.stringify(MODEL)})
with capture_output() as shown:
    shell.run_cell("%%backstep model as r\\n" + ${JSON.stringify(STEP)})
print(len(shown.outputs), "srcdoc" in shown.outputs[0].data["text/html"], shell.user_ns["r"])
with capture_output() as shown:
    shell.run_cell("%%backstep model as r\\n1 / 0")
print("ZeroDivisionError" in shown.stdout, len(shown.outputs))
with capture_output() as shown:
    shell.run_cell("%%backstep model\\n1 + 1")
print("Nothing was recorded: run the model in this cell" in shown.stdout)
`
	);
	expect(said.trim().split('\n').slice(-3)).toEqual([
		'1 True <recording of Sequential: 8 ops>',
		'True 0',
		'True'
	]);
});

test('what the documentation prints for programs and notebooks runs as it stands', () => {
	test.skip(!has(own('venv/bin/python'), 'IPython'), 'needs IPython');
	const page = readFileSync('src/routes/docs/python/+page.svelte', 'utf8');
	const printed = [...page.matchAll(/<pre><code\s*>(?:\{`([^`]*)`\}|([^<{]*))<\/code/g)].map(
		(found) => found[1] ?? found[2]!
	);
	const [program, extension, cell] = ['backstep_torch.record(model) as r', '%load_ext', '%%backstep'].map(
		(begin) => printed.find((text) => text.includes(begin))!
	);
	const given = `${MODEL}
loss_function = torch.nn.functional.cross_entropy
optimizer = torch.optim.SGD(model.parameters(), 0.1)`;
	const said = run(
		'-c',
		`
import json
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
shell = InteractiveShell.instance()
shell.kernel = True
for cell in json.loads(${JSON.stringify(JSON.stringify([given, extension, cell, program, 'backstep_torch.show(r)', 'r.to_html("run.html")']))}):
    with capture_output() as shown:
        result = shell.run_cell(cell)
    result.raise_error()
    print(sum("srcdoc" in one.data.get("text/html", "") for one in shown.outputs))
`
	);
	// The cell and show have a player; what is given, loaded, recorded and written has none.
	expect(said.trim().split('\n')).toEqual(['0', '0', '1', '0', '1', '0']);
	for (const name of ['trace.safetensors', 'run.html'])
		expect(readFileSync(own(name)).length).toBeGreaterThan(1000);
});

test('what is too large for a notebook is a page beside it, and for a page a sentence', () => {
	const said = run(
		'-c',
		`${RECORD}
import backstep_torch.page as page
page.MOST_BYTES_INLINE = 1000
print(r._repr_html_())
page.MOST_BYTES_OF_PAGE = 1000
try:
    r.to_html("run.html")
except backstep_torch.RecordError as error:
    print(error)
`
	);
	expect(said).toContain('its player is a page beside the notebook: <a href="Two--layers.html"');
	expect(readFileSync(own('Two--layers.html'), 'utf8')).toContain('<title>Two &lt;layers&gt;</title>');
	expect(said).toMatch(
		/is the most that a page of its own can hold: save it, as in save\("trace\.safetensors"\)/
	);
});

test('the one file says where its player is to be had', () => {
	writeFileSync(own('backstep_torch.py'), execFileSync('node', ['src/python/recorder.mjs']));
	const said = run(
		'-c',
		`${RECORD}
print(backstep_torch.__file__)
try:
    r.to_html("run.html")
except backstep_torch.RecordError as error:
    print(error)`
	);
	expect(said).toContain(own('backstep_torch.py'));
	expect(said).toContain('A page needs the player, backstep_viewer.html, beside this file');
	rmSync(own('backstep_torch.py'));
});
