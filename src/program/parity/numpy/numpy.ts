import { describe, expect, it } from 'vitest';
import program from './arrays.py?raw';
import printed from './arrays.txt?raw';
import generator from './generator.py?raw';
import drawn from './generator.txt?raw';
import { run } from '../inPython.ts';

describe('NumPy', () => {
	// arrays.txt is what the program prints with NumPy 1.24: random numbers, sums to the last digit, and how arrays are printed.
	it('prints what NumPy prints', () => {
		expect(run(program).printed).toBe(printed);
	});

	// With NumPy 1.24.
	it('draws what a Generator of NumPy draws', () => {
		expect(run(generator).printed).toBe(drawn);
	});

	it('goes to torch and back', () => {
		const { printed, failure } = run(`
import numpy as np, torch
a = np.array([[1., 2.], [3., 4.]], dtype=np.float32)
x = torch.from_numpy(a).requires_grad_()
y = (x * torch.tensor(np.array([1., 2.]))).sum()
y.backward()
print(x.dtype, x.grad.numpy(), y.dtype, torch.tensor(a).shape, np.array(x.detach()).dtype)
`);
		expect(failure).toBeNull();
		expect(printed).toBe('torch.float32 [[1. 2.]\n [1. 2.]] torch.float64 torch.Size([2, 2]) float32\n');
	});

	it('shares numbers between an array and its views', () => {
		const { answer } = run(`
import json, numpy as np
a = np.zeros((2, 3))
a.T[1] = 5
a.reshape(-1)[0] = 1
b = a[:, [0, 1]]
b[0, 0] = 9
print(json.dumps(a.tolist()))
`);
		expect(answer()).toEqual([
			[1, 5, 0],
			[0, 5, 0]
		]);
	});

	it('reads columns of a file', () => {
		const { answer } = run(`
import json, numpy as np
with open('/tmp/columns.csv', 'w') as file: file.write('x,y\\n1,2.5\\n# none\\n3,4\\n')
print(json.dumps([np.loadtxt('/tmp/columns.csv', delimiter=',', skiprows=1).tolist(), np.loadtxt('/tmp/columns.csv', delimiter=',', skiprows=1, usecols=1).tolist()]))
`);
		expect(answer()).toEqual([
			[
				[1, 2.5],
				[3, 4]
			],
			[2.5, 4]
		]);
	});

	it.each([
		['np.fft', 'np.fft is not part of this page'],
		['np.arrange(3)', 'It has arange'],
		['np.zeros(2) + np.zeros(3)', 'operands could not be broadcast together with shapes (2,) (3,)'],
		['np.zeros((2, 3)) @ np.zeros((2, 3))', 'mismatch in its core dimension'],
		['np.zeros(6).reshape(4, 2)', 'cannot reshape array of size 6 into shape (4, 2)'],
		['bool(np.zeros(2) > 1)', 'Use a.any() or a.all()'],
		['np.zeros(3)[5]', 'index 5 is out of bounds for axis 0 with size 3'],
		['np.array([[1, 2], [3]])', 'inhomogeneous shape']
	])('says of %s what is wrong', (line, sentence) => {
		const { failure } = run(`import numpy as np\n${line}\n`);
		expect(failure!.line).toBe(2);
		expect(failure!.text).toContain(sentence);
	});
});
