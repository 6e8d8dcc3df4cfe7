// What operations give, each held to PyTorch, Keras or NumPy. One file, since each test file starts a Python of its own.
import './cases.ts';
import './recorded.ts';
import './lessons.ts';
import './numpy/numpy.ts';
import './keras/keras.ts';
import './keras/tensorflow.ts';
import './files/files.ts';
