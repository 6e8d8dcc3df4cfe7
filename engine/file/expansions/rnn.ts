/** torch.nn.RNN is one op in PyTorch: input, h₀ and weights in; output and the last h out. */
import { fail } from '../../errors.ts';
import { rnnCell } from '../../layers/rnn.ts';
import { recurrent } from './recurrent.ts';

export const rnn = recurrent('rnn', ({ nonlinearity = 'tanh' }: { nonlinearity?: unknown }) => {
	if (nonlinearity === 'tanh' || nonlinearity === 'relu') return rnnCell({ nonlinearity });
	return fail('attribute', `rnn: nonlinearity is ${JSON.stringify(nonlinearity)}: choose "tanh" or "relu"`);
});
