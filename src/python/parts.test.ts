/** A part of a run: some modules, some phases, every nth step, in another type, or without what the page can compute. */
import { expect, test } from 'vitest';
import { Checks } from '#engine/file/checks.ts';
import { leaveInFile } from '#engine/file/replay.ts';
import { inMemory } from '#engine/file/source.ts';
import { wholly } from '#engine/slices.ts';
import { checkedHeader } from '#src/open/file.ts';
import { read, type Opened } from '#src/open/read.ts';
import { checkLeaf } from '#src/open/checkLeaf.ts';
import { opNamed } from '#src/ops/all.ts';
import { healthOf } from '#src/tools/health/health.ts';
import { needs, python, running, type Run } from './programs.ts';

/** Three steps of a small network; `run` records them with what it is given. */
const PROGRAM = `
import sys
import torch
import torch.nn.functional as F
from torch import nn
from backstep_torch import record, RecordError

def run(path, steps=3, backward=True, **options):
    torch.manual_seed(0)
    model = nn.Sequential()
    model.add_module("first", nn.Sequential(nn.Linear(40, 64), nn.Tanh(), nn.Dropout(0.5)))
    model.add_module("second", nn.Sequential(nn.Linear(64, 64), nn.LayerNorm(64)))
    model.add_module("head", nn.Linear(64, 2))
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    x, target = torch.randn(16, 40), torch.randint(2, (16,))
    with record(model, to=path, **options):
        for _ in range(steps):
            loss = F.cross_entropy(model(x), target)
            if backward:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
    return loss.item()
`;

const open = (run: Run, name: string): Opened => read(run.file(`${name}.safetensors`));
const wrong = ({ checks }: Opened) => checks.filter(({ mismatches }) => mismatches);
const phases = ({ trace }: Opened) => trace.root.children.map(({ name }) => name);

test.skipIf(!python)(
	`numbers that are written while the block runs are those that are saved after it${needs}`,
	() => {
		const program = `${PROGRAM}
run("to.safetensors")
def record_then_save(model, to, **options):
    import contextlib
    @contextlib.contextmanager
    def block():
        with kept(model) as r:
            yield
        r.save(to)
    return block()
kept, record = record, record_then_save
run("saved.safetensors")
`;
		running(program, (run) => {
			expect(run.file('to.safetensors')).toEqual(run.file('saved.safetensors'));
			expect(wrong(open(run, 'to'))).toEqual([]);
			expect(run.files.filter((name) => name.endsWith('.safetensors'))).toHaveLength(2);
		});
	}
);

test.skipIf(!python)(`only some modules, phases and steps${needs}`, () => {
	const program = `${PROGRAM}
print(*(run(f"{k}.safetensors", **options) for k, options in enumerate((
    {},
    {"only": "second*"},
    {"only": {"phases": ["forward"]}},
    {"only": {"phases": ["forward", "backward"]}},
    {"only": {"every": 2}},
))))
`;
	running(program, (run) => {
		const [all, second, forward, backward, every] = [0, 1, 2, 3, 4].map((k) => open(run, String(k)));
		for (const opened of [all!, second!, forward!, backward!, every!]) expect(wrong(opened)).toEqual([]);
		// The run itself is the same.
		expect(new Set(run.output.trim().split(' ')).size).toBe(1);
		// What is not asked for is one op each, and the way back goes on through it.
		const ops = (opened: Opened) => opened.ops.filter(({ phase }) => phase === 'forward').map(({ op }) => op);
		expect(ops(second!).slice(0, 6)).toEqual([
			'Sequential',
			'transpose',
			'matmul',
			'add',
			'layerNorm',
			'Linear'
		]);
		expect(second!.trace.tensors.get('first.0.weight.grad')!.data).toEqual(
			all!.trace.tensors.get('first.0.weight.grad')!.data
		);
		expect(phases(forward!)).toEqual(['forward']);
		expect(phases(backward!)).toEqual([
			'forward',
			'backward',
			'forward (2)',
			'backward (2)',
			'forward (3)',
			'backward (3)'
		]);
		expect(phases(every!)).toEqual(['step 1', 'step 2']);
		const loss = (opened: Opened, name: string) => opened.trace.tensors.get(name)!.data[0];
		expect(loss(every!, 'loss_2')).toBe(loss(all!, 'loss_3'));
		expect(loss(backward!, 'loss_3')).toBe(loss(all!, 'loss_3'));
	});
});

test.skipIf(!python)(`in another type${needs}`, () => {
	const program = `${PROGRAM}
for dtype in ("bfloat16", "float16"):
    run(f"{dtype}.safetensors", dtype=dtype)
try:
    with record(to="large.safetensors", dtype="float16"):
        y = torch.full((2, 300), 70000.0) * torch.ones(2, 300, requires_grad=True)
except RecordError as error:
    print(error)
`;
	running(program, (run) => {
		for (const dtype of ['bfloat16', 'float16']) {
			const opened = open(run, dtype);
			expect(wrong(opened)).toEqual([]);
			expect(opened.types).toContain(dtype);
			expect(opened.types).not.toContain('float32');
		}
		expect(run.output).toMatch(
			/^\w+ has numbers beyond 65504, the largest of float16: record with dtype="bfloat16"\n$/
		);
	});
});

test.skipIf(!python)(`without what the page can compute${needs}`, () => {
	const program = `${PROGRAM}
run("all.safetensors", steps=2)
run("inputs.safetensors", steps=2, values="inputs")
run("inference.safetensors", steps=1, backward=False, values="inputs")
`;
	running(program, (run) => {
		const [all, inputs] = [open(run, 'all'), open(run, 'inputs')];
		expect(wrong(inputs)).toEqual([]);
		expect(inputs.notices.join(' ')).toMatch(/leaves \d+ of its tensors to be computed.* rounded to float32/);
		for (const name of ['loss', 'loss_2', 'second.0.weight.grad', 'second.0.weight.new']) {
			const [computed, stored] = [inputs, all].map(({ trace }) => trace.tensors.get(name)!.data);
			computed!.forEach((value, k) => expect(value, `${name} ${k}`).toBeCloseTo(stored![k]!, 5));
		}
		// Larger than memory, each number is computed when it is looked at, and is the same.
		const bytes = run.file('inputs.safetensors');
		const source = inMemory(bytes);
		const { file } = checkedHeader(source);
		const late = wholly(
			leaveInFile(file, new Map(Object.entries(file.tensors)), opNamed, { source, room: 200_000 })
		);
		for (const name of ['second.0.weight.new_2', 'loss_2', 'first.0.weight.new.grad'])
			expect(late.trace.tensors.get(name)!.data, name).toEqual(inputs.trace.tensors.get(name)!.data);
		const checks = new Checks();
		for (const leaf of late.trace.leaves) checkLeaf(leaf, late, checks);
		// Only weights that are turned are compared: they are those of the file in other places.
		expect(checks.list.map(({ op, mismatches }) => [op, mismatches])).toEqual([['transpose', 0]]);
		// The parameters, the input and the mask of dropout, and little else.
		const numbers = 40 * 64 + 64 + 64 * 64 + 3 * 64 + 64 * 2 + 2 + 16 * 40 + 16 + 16 * 64;
		const header = 8 + Number(new DataView(run.file('inference.safetensors').buffer).getBigUint64(0, true));
		expect(run.file('inference.safetensors').length - header).toBeLessThan(4 * numbers * 1.1);
	});
});

test.skipIf(!python)(`with the time of each op${needs}`, () => {
	running(
		`${PROGRAM}
run("timed.safetensors", steps=1, time=True)
run("plain.safetensors", steps=1)
`,
		(run) => {
			const [timed, plain] = ['timed', 'plain'].map((name) => open(run, name));
			expect([...wrong(timed!), ...wrong(plain!)]).toEqual([]);
			const measured = timed!.ops.filter(({ seconds }) => seconds !== undefined);
			expect(measured.map(({ phase }) => phase)).toEqual(measured.map(() => 'forward'));
			expect(Math.min(...measured.map(({ seconds }) => seconds!))).toBeGreaterThan(0);
			const { layers } = healthOf(timed!.trace, timed!.ops);
			expect(layers.map(({ name, seconds }) => [name, typeof seconds?.value])).toEqual(
				layers.map(({ name }) => [name, 'number'])
			);
			expect(plain!.ops.filter(({ seconds }) => seconds !== undefined)).toEqual([]);
		}
	);
});

test.skipIf(!python)(`what cannot be asked for${needs}`, () => {
	const program = `${PROGRAM}
for options in (
    {"only": "third"},
    {"only": {"every": 0}},
    {"only": {"phases": "backward"}},
    {"only": {"steps": 3}},
    {"dtype": "int8"},
    {"values": "none"},
):
    try:
        run("x.safetensors", **options)
    except RecordError as error:
        print(error)
try:
    record(to="x.json")
except RecordError as error:
    print(error)
`;
	running(program, ({ output, files }) => {
		expect(output.trim().split('\n')).toEqual([
			"only names 'third', but no module of the model is called so: give a name such as 'head'",
			'only has every=0: give a whole number from 1 up',
			"only has the phases ['backward']: backward follows from forward and update from backward, so give those before as well",
			"only has 'steps', which is none of modules, phases and every: leave it out",
			"dtype is 'int8': give one of float16, bfloat16, float32, or leave it out",
			'values is \'none\': give "inputs" to leave out what the page can compute, or "all"',
			'to is \'x.json\': a recording is written to a safetensors file, as in to="run.safetensors"'
		]);
		expect(files).not.toContain('x.safetensors');
	});
});
