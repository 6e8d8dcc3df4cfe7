/** torch.nn.GRU is one op in PyTorch: input, h₀ and weights in; output and the last h out. */
import { gruCell } from '../../layers/gru.ts';
import { recurrent } from './recurrent.ts';

export const gru = recurrent('gru', () => gruCell());
