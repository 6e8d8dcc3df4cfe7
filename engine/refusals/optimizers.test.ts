/** What the steps of optimizers refuse. */
import { refuses, type Row } from './refuses.ts';

refuses('updates', [
	[
		'sgdStep',
		[[2], [3]],
		{ learningRate: 0.1 },
		'shape',
		/parameter and direction.*2 and 3/,
		/must be the same/
	],
	['sgdVelocity', [[2], [3]], {}, 'shape', /parameter and gradient/, /must be the same/],
	['sgdVelocity', [[2], [2], [3]], { momentum: 0.9 }, 'shape', /parameter and velocity.*2 and 3/],
	['sgdStep', [[2], [2]], {}, 'attribute', /learningRate is undefined/, /such as 0\.1/],
	['sgdStep', [[2], [2]], { learningRate: -1 }, 'attribute', /learningRate is -1/, /from 0 up/],
	['sgdVelocity', [[2], [2]], { momentum: NaN }, 'attribute', /momentum is NaN/, /such as 0\.9/],
	['sgdVelocity', [[2], [2]], { weightDecay: -0.1 }, 'attribute', /weightDecay is -0\.1/, /from 0 up/],
	...['adamFirst', 'adamSecond', 'rmspropAverage'].flatMap((op): Row[] => {
		const decay = { adamFirst: 'beta1', adamSecond: 'beta2' }[op] ?? 'alpha';
		return [
			[op, [[2], [3]], {}, 'shape', /gradient and average have shapes 2 and 3/, /must be the same/],
			[op, [[2]], { [decay]: 1 }, 'attribute', new RegExp(`${decay} is 1`), /from 0 up and below 1/],
			[op, [[2]], { [decay]: NaN }, 'attribute', /is NaN/, /such as 0\.9/]
		];
	}),
	['rmspropDirection', [[2], [3]], {}, 'shape', /gradient and average.*2 and 3/, /must be the same/],
	['rmspropDirection', [[2], [2], [3]], {}, 'shape', /gradient and direction.*2 and 3/],
	['rmspropDirection', [[2], [2]], { momentum: -1 }, 'attribute', /momentum is -1/, /such as 0\.9/],
	['rmspropDirection', [[2], [2]], { epsilon: -1 }, 'attribute', /epsilon is -1/, /such as 1e-8/],
	['adamStep', [[2], [3], [2]], { learningRate: 1, step: 1 }, 'shape', /parameter and first.*2 and 3/],
	['adamStep', [[2], [2], [3]], { learningRate: 1, step: 1 }, 'shape', /parameter and second.*2 and 3/],
	['adamStep', [[2], [2], [2]], { step: 1 }, 'attribute', /learningRate is undefined/, /such as 0\.001/],
	['adamStep', [[2], [2], [2]], { learningRate: 1, step: 0 }, 'attribute', /step is 0/, /from 1 up/],
	['adamStep', [[2], [2], [2]], { learningRate: 1, step: 1, beta1: 1 }, 'attribute', /beta1 is 1/, /below 1/]
]);
