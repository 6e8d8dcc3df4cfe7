/** torch.nn.LSTM is one op in PyTorch: input, h₀, c₀ and weights in; output, h and c of the end out. */
import { lstmCell } from '../../layers/lstm.ts';
import { recurrent } from './recurrent.ts';

export const lstm = recurrent('lstm', () => lstmCell);
